-- share of the likes of $target that come from its most common client
with client as (
    select client_hash, count(*) as likes from events
    where target_id = $target and event_time >= $since and event_time < $until
    group by client_hash
)
select max(likes) / nullif(sum(likes), 0) as value, sum(likes) as n from client
