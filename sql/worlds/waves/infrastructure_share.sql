-- infrastructure_share: a store room of handsets, SIM cards and lines; three accounts to each handset and card, the cards
-- shifted by one, and every day another line; each account does a few ordinary things at an hour of its own
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with worker as (
    select
        job.*, bot.account, bot.device, bot.asn, bot.bot_no, bot.banned_at,
        -- the line of the six accounts that are one, two or three sixes further on
        job.market_no * 100000000 + 60000000
            + (bot.account_no - bot.bot_no + 6 * ((bot.bot_no // 6 + job.day) % (job.bots // 6))) // 2 as network,
        noise('infrastructure_share', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'infrastructure_share'
),
step as (
    select *, unnest(range(1 + die(b, 0, 3))) as step_no
    from worker
    where unit(b, 40) < 0.85
),
acted as (
    select
        step.*,
        step.moment + after(unit(b, 8), 40000) + to_seconds(step_no * (25 + die(b, 32, 40))) as acted_at,
        step.market_no * 100000000 + uploads_before - 1
            - cast(floor(recent * unit(noise('spot', concat_ws('/', account, day, order_no, step_no)), 0)) as bigint) as spot
    from step
    inner join clock on date_trunc('hour', step.moment) = clock.hour and step.market_no = clock.market_no
)
select
    wave_id, acted_at, account, ['like', 'like', 'follow', 'save'][1 + (step_no + die(b, 24, 4)) % 4], spot, upload.author,
    null, null, device, network, asn, 11 + bot_no // 3 % 3, acted.surface, acted.market_no, null
from acted
inner join upload on acted.spot = upload.upload
where banned_at is null or acted_at < banned_at;
