prepare learned_rule as
with profile as (
-- the profile
),

met as (
    select
        entity_id,
        case
-- the cases
        end as score-- the columns
    from profile
),

-- the rows behind every finding: what the account did in the window
evidence as (
    select met.entity_id, events.event_id, events.event_time
    from events
    join met on met.entity_id = events.actor_id
    where met.score is not null and events.event_time >= $since and events.event_time < $until
),

seen as (
    select entity_id, min(event_time) as first_seen, max(event_time) as last_seen
    from evidence
    group by entity_id
)

select met.entity_id, met.score, seen.first_seen, seen.last_seen-- the columns
from met
join seen on seen.entity_id = met.entity_id
order by score desc, entity_id;
