-- follow_churn: a growth tool follows strangers for an afternoon, and a day or two later takes nearly all of it back
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with campaign as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.banned_at
    from job
    inner join wave on job.wave_id = wave.wave_id
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
        -- one customer a time; whoever is not banned does the work
        and bot.bot_no = case when job.phase = 0 and job.day >= job.mitigated_day then 1 else die(job.m, 0, job.bots) end
    -- nobody is taken on who could not be served to the end
    where job.detector = 'follow_churn' and job.day + 3 < coalesce(wave.end_day, world_days() + 3)
),
stranger as (
    select
        campaign.*,
        -- the tool pauses at random, and sweeps faster than it follows
        120 + die(m, 16, 240) as pace_s,
        moment + to_hours(18 + die(m, 32, 36)) as swept_at,
        unnest(range(40 + die(m, 24, 45))) as step_no
    from campaign
),
drawn as (
    select
        stranger.*,
        stranger.market_no * 100000000 + (die(stranger.m, 40, 60000) + step_no * 104729) % old_accounts as target,
        noise('follow_churn', concat_ws('/', account, day, order_no, step_no)) as b
    from stranger
    inner join clock on date_trunc('hour', stranger.moment) = clock.hour and stranger.market_no = clock.market_no
),
act as (
    select *, account as doer, target as other, 'follow' as action, moment + after(step_no + unit(b, 0), pace_s) as acted_at
    from drawn
    union all
    -- one stranger in seven follows back, which is what the tool is after
    select *, target, account, 'follow', moment + after(step_no + 1, pace_s) + after(power(unit(b, 24), 2), 60000)
    from drawn
    where die(b, 48, 7) = 0
    union all
    select *, account, target, 'undo', swept_at + after(step_no + unit(b, 8), 15)
    from drawn
    where die(b, 40, 100) < 88
)
select
    case when doer = account then wave_id end, acted_at, doer, action, null, other, null, null,
    case when doer = account then device else home_device(target, target % 100000000) end,
    case when doer = account then network else home_network(act.market_no, target % 100000000) end,
    case when doer = account then asn else home_asn(first_asn, target % 100000000) end,
    case when doer = account then 17 else cast(target % 40 as integer) end, surface, act.market_no, null
from act
inner join market on act.market_no = market.market_no
where doer <> account or banned_at is null or acted_at < banned_at;
