-- active: how many accounts did anything in the window
select count(distinct actor_id) as accounts
from events
where event_time >= $since and event_time < $until
