-- dormant_wakeup: old accounts with a few acts in the first three weeks fall silent, then wake on one evening and
-- push the same four uploads
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with crew as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no,
        noise('dormant_wakeup', concat_ws('/', job.wave_id, job.crew_no, job.crew, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'dormant_wakeup'
        -- fewer answer the call once the operator's panel is blocked
        and (job.mitigated_day is null or job.day < job.mitigated_day or bot.bot_no < 6)
),
past as (
    select *, unnest([1, 2]) as step_no, world_start() + after(unit(b, 0), 16 * 86400) as started
    from crew
),
pushed as (
    select *, unnest([0, 1, 2, 3]) as step_no, moment + after(unit(b, 24), 5400) as started
    from crew
),
step as (
    select *, null as planted, started + to_hours(step_no) as acted_at from past
    union all by name
    select *, wave_id as planted, started + to_seconds(step_no * 50 + die(b, 48, 40)) as acted_at from pushed
),
acted as (
    select
        step.*,
        case
            -- four neighbours in the order list
            when planted is not null then step.upload - step_no
            else step.market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(b, 8 + step_no)) as bigint)
        end as spot
    from step
    inner join clock on date_trunc('hour', step.acted_at) = clock.hour and step.market_no = clock.market_no
)
select
    planted, acted_at, account,
    case when step_no = 3 then 'repost' else 'like' end,
    acted.spot, upload.author, null, null, device, network, asn, bot_no % 3 + 11, surface, acted.market_no, null
from acted
inner join upload on acted.spot = upload.upload
where acted_at < world_end();
