-- action_burst: one account runs a script: a hundred or two hundred acts, one every two to six seconds, without a pause
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with run as (
    select job.*, bot.account, bot.device, bot.network, bot.asn
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
        -- whoever is not banned does the work
        and bot.bot_no = case when job.phase = 0 and job.day >= job.mitigated_day then 1 else die(job.m, 0, job.bots) end
    where job.detector = 'action_burst'
),
step as (
    select *, 2 + 4 * unit(m, 24) as pace_s, unnest(range(100 + die(m, 16, 120))) as step_no
    from run
),
drawn as (
    select *, noise('action_burst', concat_ws('/', account, day, order_no, step_no)) as b
    from step
),
acted as (
    select
        drawn.*,
        drawn.moment + after(step_no + unit(b, 0), pace_s) as acted_at,
        drawn.market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(b, 24)) as bigint) as spot,
        drawn.market_no * 100000000 + die(b, 8, 65536) * old_accounts // 65536 as stranger,
        case drawn.surface when 'messages' then 'message' when 'search' then 'like' else 'follow' end as action
    from drawn
    inner join clock on date_trunc('hour', drawn.moment) = clock.hour and drawn.market_no = clock.market_no
)
select
    wave_id, acted_at, account, action,
    case when action = 'like' then spot end,
    case when action = 'like' then upload.author else stranger end,
    null, null, device, network, asn, 16, surface, acted.market_no,
    case when action = 'message' then pitch(tongue.product, die(m, 32, 1000), die(b, 8, 6)) end
from acted
inner join upload on acted.spot = upload.upload
inner join market on acted.market_no = market.market_no
inner join tongue on market.language = tongue.language;
