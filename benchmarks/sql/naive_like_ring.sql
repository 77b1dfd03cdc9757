-- naive_like_ring: the ties of like_ring as one would first write them, a self-join on the target
with likes as (
    select distinct actor_id, target_id, t_us
    from events
    where action = $action and event_time >= $since and event_time < $until
),
tie as (
    select one.actor_id as a, other.actor_id as b, count(distinct one.target_id) as weight
    from likes as one
    join likes as other
        on one.target_id = other.target_id
        and one.actor_id < other.actor_id
        and other.t_us between one.t_us - $window_s * 1000000 and one.t_us + $window_s * 1000000
    group by one.actor_id, other.actor_id
)
select a, b, weight from tie where weight >= $min_shared
order by weight desc, a, b;
