-- target_fixation: one account that rates or addresses the same target again and again
--
-- abuse_type:  fake_engagement
-- entity:      account
-- severity:    low
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id
-- acts:        rate, reply, comment, mention, message
-- optional:    events.value - ratings without stars are left out: only comments, replies, mentions and messages count
--              events.target_account_id - cannot tell a conversation from a monologue, nor people at their own page
--              user_reports.target_id - the column reports is 0
-- score:       most acts of one kind on one target within window_d
-- hypothesis:  An opinion is given once or a few times. Somebody who rates one vendor dozens of times pushes its
--              average up or down; somebody who addresses one target day after day without an answer will not let go.
-- benign:      Regular customers who rate every order ARE found (six orders in 28 days): see whether the stars vary
--              (mean_value), one per day and order (days), and whether the account rates other vendors too.
--              Conversations: the other side answers. Live chats and forum evenings: many comments on one day.
--              Customer-service and owner accounts under their own pages.
-- blind_spots: The same hand behind several accounts (see device_share); a person followed over many of their posts,
--              each a target of its own; acts spread thinner than window_d; repeated reports alone, which are
--              counted beside a finding and never make one.
-- source:      Entity-centric reviewer profiles (elastic/examples): "more than five zero-star reviews of one vendor"
-- next:        Read the pair from its first act; see what share of the target's mean comes from it; look for other
--              accounts on the same target, device and network.
-- dsa:         OTHER_VIOLATION_TC, CYBER_VIOLENCE:CYBER_STALKING
-- disarm:      T0048
prepare target_fixation as
-- A finding is one account, one target and one kind of act: an account may praise one vendor and run down another,
-- and both can be seen and counted. entity_id names the account, so an account may appear more than once.
with pair as (
    select actor_id, target_id, action
    from events
    where event_time >= $since - interval 1 day * $window_d and event_time < $until
        and action in ('rate', 'reply', 'comment', 'mention', 'message')
        and $action in ('any', action)
        and target_id is not null
        and (action <> 'rate' or value between $value_low and $value_high)
    group by actor_id, target_id, action
    having count(*) >= $min_times
),

act as (
    select
        actor_id,
        action,
        target_id,
        target_type,
        coalesce(target_account_id, target_id) as owner_id,
        event_date,
        t_us,
        value
    from events
    semi join pair using (actor_id, target_id, action)
    where action in ('rate', 'reply', 'comment', 'mention', 'message')
        and event_time >= $since - interval 1 day * $window_d and event_time < $until
        and coalesce(target_account_id, target_id) <> actor_id
        and (action <> 'rate' or value between $value_low and $value_high)
),

counted as (
    select
        act.*,
        count(*) over (
            partition by actor_id, target_id, action order by t_us
            range between $window_d * 86400000000 preceding and current row
        ) as times
    from act
),

placed as (
    -- history only helps to fill a window: the last act of a window lies in the period asked for
    select
        counted.*,
        max(case when t_us >= epoch_us($since) and times >= $min_times then times end) over (
            partition by actor_id, target_id, action order by t_us
            range between current row and $window_d * 86400000000 following
        ) as most
    from counted
),

fixation as (
    select
        actor_id,
        target_id,
        action,
        min(target_type) as target_type,
        min(owner_id) as owner_id,
        max(most) as most,
        count(*) as times,
        count(distinct event_date) as days,
        make_timestamp(min(t_us)) as first_seen,
        make_timestamp(max(t_us)) as last_seen,
        (max(t_us) - min(t_us)) // 86400000000 as span_d,
        avg(value) as mean_value
    from placed
    where most is not null
    group by actor_id, target_id, action
),

answer as (
    select fixation.actor_id, fixation.target_id, fixation.action, count(*) as answers
    from fixation
    join events as back on back.actor_id = fixation.owner_id and back.target_account_id = fixation.actor_id
    where fixation.action <> 'rate' and fixation.days >= $min_talk_days
        and back.action in ('reply', 'comment', 'mention', 'message')
        -- who answers the last act answers after it
        and back.event_time >= fixation.first_seen and back.event_time < $until
    group by fixation.actor_id, fixation.target_id, fixation.action
),

report as (
    select reporter_id as actor_id, target_id, count(*) as reports
    from user_reports
    where reported_at >= $since - interval 1 day * $window_d and reported_at < $until
    group by reporter_id, target_id
),

found as (
    -- a rating stands by itself; talk is one-sided only when it goes on for days and hardly anybody answers
    select
        fixation.*,
        coalesce(answers, 0) as answers,
        coalesce(reports, 0) as reports
    from fixation
    left join answer using (actor_id, target_id, action)
    left join report using (actor_id, target_id)
    where action = 'rate' or (days >= $min_talk_days and times >= coalesce(answers, 0) * $acts_per_answer)
),

evidence as (
    select events.actor_id as entity_id, events.event_id
    from events
    semi join (
        select actor_id, target_id, action, t_us
        from placed
        semi join found using (actor_id, target_id, action)
        where most is not null
    ) as told using (actor_id, target_id, action, t_us)
    where coalesce(target_account_id, target_id) <> actor_id
        and (action <> 'rate' or value between $value_low and $value_high)
        and event_time >= $since - interval 1 day * $window_d and event_time < $until
)

select
    actor_id as entity_id,
    most as score,
    first_seen,
    last_seen,
    target_id,
    action,
    target_type,
    times,
    days,
    span_d,
    round(mean_value, 4) as mean_value,
    answers,
    reports
from found
order by score desc, entity_id, target_id, action;

execute target_fixation(
    since           := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until           := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_d        := 28,                      -- days within which acts add up; may reach back before since [1..3660]
    min_times       := 6,                       -- acts of one kind on one target within window_d [2..10000]
    action          := 'any',                   -- the kind of act; any looks at each by itself {any, rate, reply, comment, mention, message}
    value_low       := -1000.0,                 -- fewest stars of the ratings counted (inclusive) [-1000..1000]
    value_high      := 1000.0,                  -- most stars of the ratings counted (inclusive) [-1000..1000]
    min_talk_days   := 3,                       -- different days that replies, comments, mentions or messages must fall on [1..366]
    acts_per_answer := 4                        -- acts for every answer of the other side that still make a monologue [1..1000]
);
