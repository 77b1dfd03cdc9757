-- last_full_day: the newest day that is not still being written
--
-- A day is taken as whole when its last event is no earlier in the day than that of any of the $days before it.
with ends as (
    select cast(event_time as date) as day, max(cast(event_time as time)) as last_event
    from events
    where event_time >= $since and event_time < $until
    group by 1
),
newest as (
    select max(day) as day from ends
),
usual as (
    select min(e.last_event) as last_event from ends e join newest n on e.day < n.day
)
select max(e.day) as day
from ends e
join newest n on true
left join usual u on true
where e.day < n.day or u.last_event is null or e.last_event >= u.last_event
