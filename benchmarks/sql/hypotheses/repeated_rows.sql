-- share of the likes of $target that repeat an account's like of the same moment
select
    1.0 - count(distinct actor_id || ' ' || cast(t_us as varchar)) / nullif(count(*), 0) as value,
    count(*) as n
from events where target_id = $target and event_time >= $since and event_time < $until
