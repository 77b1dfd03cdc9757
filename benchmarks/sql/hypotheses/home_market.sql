-- share of the likes of $target that come from its most common market
with place as (
    select market, count(*) as likes from events
    where target_id = $target and event_time >= $since and event_time < $until
    group by market
)
select max(likes) / nullif(sum(likes), 0) as value, sum(likes) as n from place
