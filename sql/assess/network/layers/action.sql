-- accounts that act on the same thing: like, repost, follow, reply, comment …
select
    actor_id,
    target_id as object,
    t_us,
    market,
    language,
    event_id as row_id,
    coalesce(content_id, event_id) as post_id
from events
where action = $action and target_id is not null and event_time >= $since and event_time < $until
