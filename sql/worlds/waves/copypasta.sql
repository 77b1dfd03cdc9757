-- copypasta: a crew pastes the pitch of the day under many popular uploads within an hour, each bot with small changes
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('copypasta', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'copypasta'
),
present as (
    select *, moment + after(unit(b, 16), 3000) as acted_at
    from invited
    where unit(b, 40) < 0.8
),
aimed as (
    select
        present.*,
        present.market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(b, 4)) as bigint) as spot,
        -- the pitch changes every other day, and each crew has its own product
        die(noise('pitch', concat_ws('/', present.wave_id, present.crew_no, day // 2)), 0, 1000) as pitch_no
    from present
    inner join clock on date_trunc('hour', present.moment) = clock.hour and present.market_no = clock.market_no
)
select
    wave_id, acted_at, account, 'comment', aimed.spot, upload.author, null, null,
    device, network, asn, bot_no % 3 + 11, surface, aimed.market_no,
    pitch(tongue.product, pitch_no, die(b, 8, 6))
from aimed
inner join upload on aimed.spot = upload.upload
inner join market on aimed.market_no = market.market_no
inner join tongue on market.language = tongue.language
where banned_at is null or acted_at < banned_at;
