-- scan: read the five columns that like_ring reads, once, and keep nothing: the floor under every detector
select
    count(*) as events,
    sum(strlen(actor_id)) as actor_bytes,
    sum(strlen(target_id)) as target_bytes,
    max(event_time) as latest,
    max(t_us) as latest_us,
    count(*) filter (where action = $action) as acts
from events;
