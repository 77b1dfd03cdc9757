-- persona_share: personas from one kit (profile text, two pictures, one way of making handles) are registered by hand over
-- two days and then follow whom they are to promote, a little at a time
insert into plot (wave_id, moment, actor, action, peer, status, device, network, asn, client, surface, market_no)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        unnest(range(2)) as follow_no
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'persona_share'
),
acted as (
    select
        *,
        noise('persona_share', concat_ws('/', account, follow_no)) as b,
        moment + after(unit(noise('persona_share', concat_ws('/', account, follow_no)), 16), 80000) as acted_at
    from invited
)
select
    wave_id, acted_at, account, 'follow', upload.author, null, device, network, asn, bot_no % 40, 'profile', acted.market_no
from acted
inner join clock on date_trunc('hour', acted.moment) = clock.hour and acted.market_no = clock.market_no
inner join upload
    on upload.upload = acted.market_no * 100000000 + clock.uploads_before - 1 - cast(floor(clock.recent * unit(b, 4)) as bigint)
where (banned_at is null or acted_at < banned_at) and acted_at < world_end();
