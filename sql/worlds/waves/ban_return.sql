-- ban_return: somebody pesters five people with one pitch, is reported and banned, registers again within hours or days,
-- and goes on with the same people and the same words
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with life as (
    select
        job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.created_at,
        case bot.bot_no when 0 then bot.banned_at else world_end() end as ends_at
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'ban_return'
),
step as (
    select
        *,
        noise('ban_return', concat_ws('/', account, step_no)) as b
    from (select *, unnest(range(9 + bot_no)) as step_no from life) as planned
),
acted as (
    select
        step.*,
        -- the first life at leisure up to the ban, the second in its first days
        case bot_no
            when 0 then ends_at - after(0.001 + unit(b, 0), least(12 * 86400.0, date_diff('second', created_at, ends_at) - 60.0))
            when 1 then created_at + to_minutes(cast(2 + step_no as integer)) + after(unit(b, 0) * step_no / 10, 5 * 86400)
        end as acted_at,
        step.market_no * 100000000 + die(noise('victim', concat_ws('/', wave_id, crew_no, crew, die(b, 24, 5))), 0, 65536)
            * old_accounts // 65536 as victim,
        ['message', 'message', 'follow'][1 + die(b, 40, 3)] as action
    from step
    inner join clock on date_trunc('hour', step.moment) = clock.hour and step.market_no = clock.market_no
)
select
    case when bot_no = 1 then wave_id end, acted_at, account, action, null, victim, null, null, device, network, asn,
    12 + die(m, 8, 5), surface, acted.market_no,
    case when action = 'message' then pitch(tongue.product, die(m, 32, 1000), die(b, 44, 6)) end
from acted
inner join market on acted.market_no = market.market_no
inner join tongue on market.language = tongue.language
where acted_at < ends_at;
