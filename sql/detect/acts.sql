-- What events hold of some kinds of acts in a window.
select
    count(*) as rows,
    min(event_time) as first,
    max(event_time) as last,
    count(distinct event_date) as days
from events
where event_time >= $since and event_time < $until and action in (select unnest($acts))
