-- regular_timing: a job in a crontab likes, follows or comments every so many minutes for half a day or more; now and then
-- the platform is slow or a run is skipped
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with run as (
    select
        job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        -- what the operator typed: every five, ten, fifteen, twenty or thirty minutes, or a pause of that length
        [300, 600, 900, 1200, 1800][1 + die(bot.n, 8, 5)] as period_s,
        die(bot.n, 40, 3) > 0 as by_clock
    from job
    -- each order goes to one account of the crew
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
        and bot.bot_no = die(job.m, 0, job.bots)
    where job.detector = 'regular_timing'
),
step as (
    -- twelve hours of it, or forty acts
    select *, unnest(range(least(40, 24 + 43200 // period_s // 2))) as step_no
    from run
),
drawn as (
    select *, noise('regular_timing', concat_ws('/', account, day, order_no, step_no)) as b
    from step
),
acted as (
    select
        drawn.*,
        case
            when by_clock
                then date_trunc('day', drawn.moment)
                    + to_seconds(date_diff('second', date_trunc('day', drawn.moment), drawn.moment) // period_s * period_s
                        + step_no * period_s) + wait(b, 0, 3)
            else drawn.moment + to_seconds(step_no * period_s) + after(unit(b, 0), 0.06 * period_s)
        end as acted_at,
        drawn.market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(b, 24)) as bigint) as spot,
        ['like', 'follow', 'comment'][1 + die(m, 16, 3)] as action
    from drawn
    inner join clock on date_trunc('hour', drawn.moment) = clock.hour and drawn.market_no = clock.market_no
    where die(b, 48, 100) < 96
)
select
    wave_id, acted_at, account, action, spot, upload.author, null, null, device, network, asn, 18, surface, acted.market_no,
    case when action = 'comment' then remark(tongue.words, b) end
from acted
inner join upload on acted.spot = upload.upload
inner join market on acted.market_no = market.market_no
inner join tongue on market.language = tongue.language
where banned_at is null or acted_at < banned_at;
