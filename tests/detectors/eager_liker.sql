-- eager_liker: accounts with several likes in two days
--
-- abuse_type:  fake_engagement
-- entity:      account
-- severity:    medium
-- status:      draft
-- requires:    events.actor_id, events.action
-- optional:    events.market - no split by market
prepare eager_liker as
with liked as (
    select event_id, actor_id, event_time
    from events
    where action = 'like' and event_time >= $since and event_time < $until
),
eager as (
    select actor_id, count(*) as likes, min(event_time) as first_seen, max(event_time) as last_seen
    from liked
    group by actor_id
    having count(*) >= $min_likes
),
evidence as (
    select actor_id as entity_id, event_id from liked semi join eager using (actor_id)
)
select actor_id as entity_id, likes as score, first_seen, last_seen
from eager
order by score desc, entity_id;

execute eager_liker(
    since     := timestamp '2026-03-01',  -- first moment to look at (inclusive)
    until     := timestamp '2026-03-03',  -- first moment to leave out (exclusive)
    min_likes := 2                        -- likes worth a look [1..100]
);
