-- people: how many accounts an element of the window shows
--
-- {{act}}: what counts besides the time; {{element}}: the element's own filter; {{who}}: whose acts
select count(distinct actor_id) as accounts
from events
where event_time >= $since and event_time < $until and {act} and {who} and {element}
