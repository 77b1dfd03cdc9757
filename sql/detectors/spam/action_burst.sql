-- action_burst: accounts that do one kind of thing more often within minutes than hands can
--
-- abuse_type:  spam
-- entity:      account
-- severity:    low
-- status:      trial
-- requires:    events.actor_id, events.action
-- optional:    events.target_id - cannot tell one target hit again and again from many
-- score:       acts of one kind within window_s seconds, at the peak
-- hypothesis:  Scripts that spam, follow or like for hire work without pause, so within minutes an account does far
--              more of one kind of thing than a person can.
-- benign:      Power users are quick, but pause. Clients that come back online send what they queued, imports of a
--              follow list and tools of moderators and shops act in one go: look at app and content.
-- blind_spots: Scripts that keep under the rate; many accounts with few acts each (see like_ring, signup_burst);
--              views, which feeds make by themselves.
-- source:      Rate rules are common practice; Bluesky publishes one of 300 follows in 10 minutes
-- next:        Look at the texts and targets of the burst; run device_share on the account.
-- dsa:         OTHER_VIOLATION_TC
-- disarm:      T0049
prepare action_burst as
with prolific as (
    select actor_id, action
    from events
    where event_time >= $since and event_time < $until
        and (action = $action or ($action = 'any' and action in (
            'like', 'dislike', 'repost', 'share', 'save', 'rate', 'follow', 'block', 'invite',
            'message', 'mention', 'reply', 'comment', 'create', 'gift'
        )))
    group by actor_id, action
    having count(*) >= $min_acts
),

act as (
    select actor_id, action, target_id, t_us
    from events
    semi join prolific on prolific.actor_id = events.actor_id and prolific.action = events.action
    where event_time >= $since and event_time < $until
),

rush as (
    -- a window touches two buckets of its own length at most, so one of them holds half of its acts
    select distinct actor_id, action
    from (
        select actor_id, action
        from act
        group by actor_id, action, t_us // (cast($window_s as bigint) * 1000000)
        having count(*) * 2 >= $min_acts
    ) as full_bucket
),

pace as (
    select
        actor_id,
        action,
        target_id,
        t_us,
        count(*) over (
            partition by actor_id, action order by t_us
            range between cast($window_s as bigint) * 1000000 preceding and current row
        ) as acts_in_window
    from act
    semi join rush on rush.actor_id = act.actor_id and rush.action = act.action
),

burst as (
    -- an act belongs to a burst if a window that holds it is full
    select actor_id, action, target_id, t_us, acts_in_window
    from (
        select
            actor_id,
            action,
            target_id,
            t_us,
            acts_in_window,
            max(acts_in_window) over (
                partition by actor_id, action order by t_us
                range between current row and cast($window_s as bigint) * 1000000 following
            ) as fullest
        from pace
    ) as reach
    where fullest >= $min_acts
),

evidence as (
    select events.actor_id as entity_id, events.event_id, events.action
    from events
    semi join burst
        on burst.actor_id = events.actor_id and burst.action = events.action and burst.t_us = events.t_us
    where events.event_time >= $since and events.event_time < $until
),

kind as (
    select
        actor_id,
        action,
        max(acts_in_window) as peak,
        row_number() over (partition by actor_id order by max(acts_in_window) desc, action) as place
    from burst
    group by actor_id, action
),

total as (
    select
        actor_id,
        min(t_us) as first_us,
        max(t_us) as last_us,
        count(*) as burst_acts,
        count(distinct action) as actions,
        count(distinct target_id) as targets
    from burst
    group by actor_id
)

select
    kind.actor_id as entity_id,
    kind.peak as score,
    make_timestamp(total.first_us) as first_seen,
    make_timestamp(total.last_us) as last_seen,
    kind.action,
    total.burst_acts,
    total.actions,
    total.targets,
    round(total.targets / nullif(total.burst_acts, 0), 4) as targets_per_act
from kind
join total on total.actor_id = kind.actor_id
where kind.place = 1
order by score desc, entity_id;

execute action_burst(
    since    := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until    := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s := 600,                     -- length of the window in seconds, both ends included [1..86400]
    min_acts := 120,                     -- acts of one kind a window must hold [2..100000]
    action   := 'any'                    -- the act to look at; any = each kind by itself, views left out {any, like, dislike, repost, share, save, rate, follow, block, invite, message, mention, reply, comment, create, gift, view, login}
);
