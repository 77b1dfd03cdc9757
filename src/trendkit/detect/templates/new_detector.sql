-- new_detector: one line that says what was observed, never a verdict about anybody
--
-- abuse_type:  spam
-- entity:      account
-- severity:    low
-- status:      draft
-- requires:    events.actor_id, events.action
-- score:       acts in the window
-- hypothesis:  What abusers do, and why it leaves this trace in the data.
-- benign:      Who does the same for good reasons, and what tells them apart.
-- blind_spots: What this cannot see.
-- source:      The paper, rule or case it comes from.
-- next:        What to look at when it fires.
prepare new_detector as
-- one CTE for one idea, named after a thing
with act as (
    select event_id, event_time, actor_id
    from events
    where action = $action and event_time >= $since and event_time < $until
),

busy as (
    select actor_id, count(*) as acts, min(event_time) as first_seen, max(event_time) as last_seen
    from act
    group by actor_id
    having count(*) >= $min_acts
),

-- the rows behind every finding: entity_id and the key of the table they lie in
evidence as (
    select act.actor_id as entity_id, act.event_id
    from act
    join busy on busy.actor_id = act.actor_id
)

-- these four columns come first; what else helps a reader follows
select actor_id as entity_id, acts as score, first_seen, last_seen
from busy
order by score desc, entity_id;

-- one knob on one line; numbers end in the [lowest..highest] value that makes sense, words in their {choices}
execute new_detector(
    since    := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until    := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_acts := 3,                       -- acts in the window that are worth a look [1..100000]
    action   := 'comment'                -- the act looked at {comment, reply, message}
);
