-- accounts that act at the same time, whatever on: no sign of anything, the most that any kind of act can show
select actor_id, '' as object, t_us, market, language, event_id as row_id, coalesce(content_id, event_id) as post_id
from events
where event_time >= $since and event_time < $until
