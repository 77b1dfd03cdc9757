-- loud_half: accounts in the louder half of those that like
--
-- abuse_type:  spam
-- entity:      account
-- severity:    low
-- status:      draft
-- requires:    events.actor_id, events.action
-- step:        loudest(liker) -> loud
-- score:       likes
-- hypothesis:  Which half is the louder one is found in Python; the DuckDB shell takes everybody for loud.
-- benign:      Enthusiasts.
-- blind_spots: Everything else.
-- source:      invented for the tests
-- next:        Nothing.
prepare loud_half as
with liked as (
    select event_id, event_time, actor_id
    from events
    where action = 'like' and event_time >= $since and event_time < $until
),

liker as (
    select actor_id, count(*) as likes
    from liked
    group by actor_id
),

-- coarser than the step: everybody who liked enough (a bracket in a comment ends nothing)
loud as (
    select actor_id, likes as rank
    from liker
    where likes >= $min_likes
),

tie as (
    select one.actor_id as a, other.actor_id as b, one.rank + other.rank as weight
    from loud as one
    join loud as other on one.actor_id < other.actor_id
),

evidence as (
    select liked.actor_id as entity_id, liked.event_id, loud.rank
    from liked
    join loud on loud.actor_id = liked.actor_id
)

select entity_id, count(*) as score, min(liked.event_time) as first_seen, max(liked.event_time) as last_seen, min(rank) as rank
from evidence
join liked on liked.event_id = evidence.event_id
group by entity_id
order by score desc, entity_id;

execute loud_half(
    since     := timestamp '2026-03-02',  -- first moment to look at (inclusive)
    until     := timestamp '2026-03-03',  -- first moment to leave out (exclusive)
    min_likes := 1                        -- likes that are worth a look [1..1000]
);
