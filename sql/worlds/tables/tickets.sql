-- tickets: escalations and support cases; a wave brings more of them, some days after it starts
with plain as (
    select 'user_reports' as origin, report_id as origin_id, reported_at as moment, market, target_account_id as account_id,
        target_id as content_id, reason_code as topic, cast(null as varchar) as case_id
    from user_reports
    where die(noise('ticket', report_id), 0, 25) = 0
),
wave_day_ticket as (
    select
        'wave', wave_day.wave_id || '/' || wave_day.day,
        world_start() + to_days(cast(wave_day.day as integer)) + after(unit(noise('ticket', wave_day.wave_id || wave_day.day), 0), 86000),
        wave.market, null, null, wave.abuse_type, 'case-' || wave.wave_id
    from wave_day
    inner join wave on wave_day.wave_id = wave.wave_id
    where wave_day.day >= wave.start_day + 3
        and unit(noise('ticket', wave_day.wave_id || wave_day.day), 24) < 0.5 * wave_day.level * (1 - 0.8 * cast(wave.simmers as integer))
),
opened as (
    select * from plain
    union all
    select * from wave_day_ticket
),
drawn as (
    select *, noise('answer', origin || origin_id) as n
    from opened
),
dated as (
    select
        *,
        date_trunc('second', moment) as opened_at,
        date_trunc('second', moment + wait(n, 0, 14400)) as answered_at,
        date_trunc('second', moment + wait(n, 0, 14400) + wait(n, 24, 90000)) as closed_at
    from drawn
)
select
    't' || n as ticket_id,
    opened_at,
    case origin when 'wave' then 'escalations' else 'support' end as queue,
    case when origin = 'wave' then 'high' when die(n, 48, 5) = 0 then 'high' else 'normal' end as priority,
    dated.market,
    market.language,
    topic,
    account_id,
    content_id,
    case when answered_at < world_end() then answered_at end as first_response_at,
    case when closed_at < world_end() then closed_at end as resolved_at,
    opened_at + interval 24 hour as sla_due_at,
    case when origin = 'wave' and answered_at < world_end() then answered_at end as escalated_at,
    cast(die(n, 8, 20) = 0 as integer) as reopened,
    case when closed_at < world_end() then cast(1 + die(n, 16, 5) as integer) end as csat,
    case_id
from dated
inner join market on dated.market = market.market
order by opened_at, ticket_id
