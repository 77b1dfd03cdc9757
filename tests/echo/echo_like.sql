-- echo_like: accounts that like what another account liked moments before
--
-- abuse_type:  fake_engagement
-- entity:      account
-- severity:    low
-- status:      draft
-- requires:    events.actor_id, events.action, events.target_id
-- optional:    events.market - cannot say where, events.device_id_hash - cannot tell shared devices
-- hypothesis:  Accounts run by one script like the same thing
--              within seconds of each other.
-- benign:      Friends in one room.
-- blind_spots: Scripts that wait.
-- score:       likes that echo another account
-- source:      invented for the tests
-- next:        Look at the ties.
prepare echo_like as
with liked as (
    select event_id, event_time, t_us, actor_id, target_id
    from events
    where action = $action and event_time >= $since and event_time < $until
),

meeting as (
    select
        one.actor_id as one, other.actor_id as other,
        one.event_id as one_event, other.event_id as other_event, one.event_time as seen
    from liked as one
    join liked as other
        on one.target_id = other.target_id and one.actor_id <> other.actor_id
        and abs(one.t_us - other.t_us) <= $window_s * cast(1000000 as bigint)
),

tie as (
    select one as a, other as b, count(*) as weight
    from meeting
    where one < other
    group by one, other
),

echo as (
    select one as actor_id, one_event as event_id, min(seen) as seen, count(*) as others
    from meeting
    group by one, one_event
),

evidence as (
    select actor_id as entity_id, event_id, 'liked beside ' || others as because
    from echo
)

select
    actor_id as entity_id, count(*) as score, min(seen) as first_seen, max(seen) as last_seen,
    round(sum(others) / nullif(count(*), 0), 4) as others
from echo
group by actor_id
having count(*) >= $min_likes
order by score desc, entity_id;

execute echo_like(
    since     := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until     := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s  := 60,                      -- seconds between two likes of one script [1..86400]
    min_likes := 2,                       -- likes worth a look [1..1000]
    action    := 'like'                   -- the act looked at {like, share}
);
