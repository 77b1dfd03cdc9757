-- user_reports: who reported what, and what came of it
with drawn as (
    select *, noise('report', number) as n
    from complaint
),
judged as (
    select
        *,
        coalesce(outcome, case when die(n, 0, 100) < 24 then 'upheld' when die(n, 0, 100) < 88 then 'rejected' else 'duplicate' end)
            as verdict,
        moment + after(0.05 + unit(n, 16), 40 * 3600) as verdict_at
    from drawn
)
select
    'r' || number as report_id,
    moment as reported_at,
    'u' || public_number(reporter) as reporter_id,
    case when upload % 5 = 0 then 'live' else 'video' end as target_type,
    'v' || upload as target_id,
    'u' || public_number(owner) as target_account_id,
    ['spam', 'harassment', 'nudity', 'misinformation', 'scam'][1 + die(n, 40, 5)] as reason_code,
    surface,
    market.market,
    case when verdict_at < world_end() then verdict else 'pending' end as outcome,
    case when verdict_at < world_end() then date_trunc('second', verdict_at) end as decided_at,
    case when verdict_at < world_end() and verdict = 'upheld' then 'f' || upload end as enforcement_id
from judged
inner join market on judged.market_no = market.market_no
order by reported_at, report_id
