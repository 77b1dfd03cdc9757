-- acts of events: what one piece of evidence is, when and where it happened, and the content it concerns
select event_id as act_id, cast(event_time as date) as day, market, surface,
    coalesce(content_id, target_id) as content_id
from events
where event_time >= $since and event_time < $until
