-- share of the likes of $target that follow the one before by another account within $within_s
with ordered as (
    select
        t_us, actor_id,
        lag(t_us) over (order by t_us, event_id) as before,
        lag(actor_id) over (order by t_us, event_id) as other
    from events where target_id = $target and event_time >= $since and event_time < $until
)
select
    count(*) filter (where t_us - before <= cast($within_s as bigint) * 1000000 and actor_id <> other) / nullif(count(*), 0) as value,
    count(*) as n
from ordered
