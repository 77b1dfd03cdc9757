-- reported_twice: things reported more than once
--
-- abuse_type:  brigading
-- entity:      target
-- severity:    high
-- status:      draft
-- requires:    user_reports.reporter_id, user_reports.target_id
-- optional:    user_reports.market - no split by market
prepare reported_twice as
with report as (
    select report_id, target_id, reported_at
    from user_reports
    where reported_at >= $since and reported_at < $until
),
twice as (
    select target_id, count(*) as reports, min(reported_at) as first_seen, max(reported_at) as last_seen
    from report
    group by target_id
    having count(*) >= 2
),
evidence as (
    select target_id as entity_id, report_id from report semi join twice using (target_id)
)
select target_id as entity_id, reports as score, first_seen, last_seen
from twice
order by score desc, entity_id;

execute reported_twice(
    since := timestamp '2026-03-01',  -- first moment to look at (inclusive)
    until := timestamp '2026-03-02'   -- first moment to leave out (exclusive)
);
