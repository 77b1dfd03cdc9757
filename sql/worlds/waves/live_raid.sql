-- live_raid: a stream is named in a chat group; accounts registered in the days before pour into it within ten minutes
insert into plot
    (wave_id, moment, actor, action, upload, peer, device, network, asn, client, surface, market_no, script)
with sent as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('live_raid', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'live_raid'
),
shout as (select *, unnest(range(1 + die(b, 0, 3))) as shout_no from sent where unit(b, 40) < 0.9),
acted as (
    select
        *,
        moment + least(wait(b, 16, 180), interval 12 minute) + to_seconds(shout_no * (30 + die(b, 4, 60))) as acted_at
    from shout
)
select
    wave_id, acted_at, account, 'comment', acted.upload, upload.author, device, network, asn, bot_no % 3 + 11, surface,
    acted.market_no, taunt(tongue.words, die(b, 8, 5000) + shout_no)
from acted
inner join upload on acted.upload = upload.upload
inner join market on acted.market_no = market.market_no
inner join tongue on market.language = tongue.language
where (banned_at is null or acted_at < banned_at) and acted_at < world_end();
