-- follow_ring: accounts that keep following the same accounts within minutes of each other
--
-- abuse_type:  fake_engagement
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id
-- acts:        follow
-- score:       accounts followed together, summed over the partners
-- hypothesis:  Sold followers are delivered by accounts that work through one list of customers, so the same
--              accounts follow the same customers within minutes, order after order, over days.
-- benign:      Newcomers are led through the same suggestions, and friends at an event follow each other's
--              friends: both in one sitting. Follow trains are agreed between real people.
-- blind_spots: A farm that delivers all its orders in one sitting (signup_burst and device_share see it);
--              orders drip-fed slower than window_s; accounts that follow mostly other people. There is no
--              null model here: an account everybody follows on one day makes chance meetings.
-- source:      SynchroTrap (Cao et al., CCS 2014); CopyCatch (Beutel et al., WWW 2013)
-- next:        Look at who was followed: customers share no interest. Run signup_burst on the followers.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0049.003, T0121
prepare follow_ring as
with act as (
    select actor_id, target_id, t_us
    from events
    where action = 'follow' and target_id is not null and event_time >= $since and event_time < $until
),

company as (
    -- a follow that is alone on its target for a whole window meets nobody
    select *
    from act
    window timeline as (partition by target_id order by t_us)
    qualify least(t_us - lag(t_us) over timeline, lead(t_us) over timeline - t_us) <= cast($window_s as bigint) * 1000000
),

turn as (
    -- following and leaving in turns is one follow: the earliest in company
    select actor_id, target_id, min(t_us) as t_us
    from company
    where actor_id in (select actor_id from company group by actor_id having count(*) >= $min_shared)
    group by actor_id, target_id
),

meeting as (
    -- acts at most one window apart lie in one bucket or in two neighbouring ones: nothing is missed
    select
        one.actor_id as a,
        other.actor_id as b,
        one.target_id,
        one.t_us as a_us,
        other.t_us as b_us,
        greatest(one.t_us, other.t_us) as met_us
    from (select *, t_us // (cast($window_s as bigint) * 1000000) + unnest([-1, 0, 1]) as bucket from turn) as one
    join turn as other
        on other.target_id = one.target_id
        and other.t_us // (cast($window_s as bigint) * 1000000) = one.bucket
        and other.actor_id > one.actor_id
        and abs(other.t_us - one.t_us) <= cast($window_s as bigint) * 1000000
),

often as (
    select *, met_us - lag(met_us) over (partition by a, b order by met_us) as pause_us
    from meeting
    semi join (select a, b from meeting group by a, b having count(*) >= $min_shared) as pair using (a, b)
),

spelled as (
    -- strangers who meet once a month are no ring, however long the period: a lull ends a spell
    select
        *,
        case when pause_us <= cast($sitting_s as bigint) * 1000000 then 0 else 1 end as sitting,
        sum(case when pause_us > $lull_days * 86400000000 then 1 else 0 end) over (partition by a, b order by met_us) as spell
    from often
),

bond as (
    -- two newcomers led through one list of suggestions meet often, but in one sitting
    select a, b, spell, cast(sum(sitting) as bigint) as sittings
    from spelled
    group by a, b, spell
    having count(*) >= $min_shared and sum(sitting) >= $min_sittings
),

shared as (
    select * from spelled join bond using (a, b, spell)
),

tie as (
    select
        a,
        b,
        count(*) as weight,
        max(sittings) as sittings,
        round(median(abs(a_us - b_us)) / 1000000, 4) as median_lag_s,
        make_timestamp(min(met_us)) as first_seen,
        make_timestamp(max(met_us)) as last_seen
    from shared
    group by a, b
),

side as (
    select a as actor_id, b as partner_id, target_id, a_us as t_us, abs(a_us - b_us) as lag_us from shared
    union all
    select b, a, target_id, b_us, abs(a_us - b_us) from shared
),

ring as (
    -- people who share a taste do much besides; a sold account does little but its orders
    select
        side.actor_id,
        count(*) as meetings,
        count(distinct side.partner_id) as partners,
        count(distinct side.target_id) as shared_targets,
        activity.targets,
        round(median(side.lag_us) / 1000000, 4) as median_lag_s,
        make_timestamp(min(side.t_us)) as first_seen,
        make_timestamp(max(side.t_us)) as last_seen
    from side
    join (
        select actor_id, count(distinct target_id) as targets
        from act semi join side using (actor_id)
        group by actor_id
    ) as activity using (actor_id)
    group by side.actor_id, activity.targets
    having count(distinct side.partner_id) >= $min_partners
        and count(distinct side.target_id) * 100 >= activity.targets * $min_shared_percent
),

evidence as (
    select side.actor_id as entity_id, events.event_id, count(distinct side.partner_id) as partners_met
    from side
    semi join ring using (actor_id)
    join events using (actor_id, target_id, t_us)
    where events.action = 'follow' and events.event_time >= $since and events.event_time < $until
    group by side.actor_id, events.event_id
)

select
    actor_id as entity_id,
    meetings as score,
    first_seen,
    last_seen,
    partners,
    shared_targets,
    targets,
    round(shared_targets / nullif(targets, 0), 4) as shared_ratio,
    median_lag_s
from ring
order by score desc, entity_id;

execute follow_ring(
    since              := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until              := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s           := 300,                     -- follows of one account at most this many seconds apart are a meeting [1..86400]
    min_shared         := 5,                       -- accounts two followers must meet on within one spell [1..1000]
    min_sittings       := 2,                       -- sittings those meetings must be spread over [1..1000]
    sitting_s          := 3600,                    -- seconds without a meeting that end a sitting [1..604800]
    min_partners       := 2,                       -- followers a follower must be tied to [1..1000]
    min_shared_percent := 20,                      -- percent of the accounts it followed that it must meet partners on [0..100]
    lull_days          := 3                        -- days without a meeting that end a spell of two accounts [1..1000]
);
