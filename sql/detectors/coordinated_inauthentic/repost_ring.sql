-- repost_ring: accounts that keep reposting the same things within seconds of each other
--
-- abuse_type:  coordinated_inauthentic
-- entity:      account
-- severity:    high
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id
-- acts:        $action
-- optional:    events.target_account_id - every target counts as an owner of its own, so fans of one creator
--              look like a ring
-- score:       targets met on, summed over the partners
-- hypothesis:  A message is pushed by accounts one operator runs, so the same accounts repost the same things
--              of several authors within seconds, again and again, and repost little else.
-- benign:      Staff of one newsroom repost their own house: few authors. Fans repost one creator. Activists
--              and press offices may coordinate openly: this shows coordination, not deceit.
-- blind_spots: Reposts spread over more than window_s; rings that serve fewer than min_owners authors or hide among many
--              own reposts. Newsrooms that repost many authors for months look the same. No null model: at a breaking
--              story, where thousands repost the same few things, chance ties remain.
-- source:      CooRTweet (Righetti and Balluff 2025); Keller et al. 2020; Giglietto et al. 2020
-- next:        Run copypasta and device_share on the same accounts; read what was reposted.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0049, T0084.001
prepare repost_ring as
with act as (
    select actor_id, target_id, coalesce(target_account_id, target_id) as owner_id, t_us
    from events
    where action = $action and target_id is not null and event_time >= $since and event_time < $until
),

company as (
    -- a repost that is alone on its target for a whole window meets nobody
    select *
    from act
    window timeline as (partition by target_id order by t_us)
    qualify least(t_us - lag(t_us) over timeline, lead(t_us) over timeline - t_us) <= cast($window_s as bigint) * 1000000
),

activity as (
    select actor_id, count(distinct target_id) as targets
    from act
    where actor_id in (select actor_id from company group by actor_id having count(*) >= $min_shared)
    group by actor_id
    having count(*) >= $min_acts
),

turn as (
    -- reposting the same thing again pushes it up: it may meet somebody each time, and counts as one thing
    select *
    from company semi join activity using (actor_id)
    qualify row_number() over (partition by actor_id, target_id order by t_us) <= $repeats
),

meeting as (
    -- acts at most one window apart lie in one bucket or in two neighbouring ones: nothing is missed
    select
        one.actor_id as a,
        other.actor_id as b,
        one.target_id,
        one.owner_id,
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
        sum(case when pause_us > $lull_days * 86400000000 then 1 else 0 end) over (partition by a, b order by met_us) as spell
    from often
),

bond as (
    -- friends and fans meet on few owners; an order list serves unrelated ones
    select a, b, spell, count(distinct owner_id) as owners
    from spelled
    group by a, b, spell
    having count(distinct target_id) >= $min_shared and count(distinct owner_id) >= $min_owners
),

side as (
    select a as actor_id, b as partner_id, target_id, a_us as t_us, met_us, owners from spelled join bond using (a, b, spell)
    union all
    select b, a, target_id, b_us, met_us, owners from spelled join bond using (a, b, spell)
),

busy as (
    -- a post that reposts two things at once is two acts
    select actor_id from act semi join side using (actor_id, t_us) group by actor_id having count(*) >= $min_acts
),

shared as (
    select * from side where actor_id in (select actor_id from busy) or partner_id in (select actor_id from busy)
),

tie as (
    select
        actor_id as a,
        partner_id as b,
        count(distinct target_id) as weight,
        max(owners) as owners,
        make_timestamp(min(met_us)) as first_seen,
        make_timestamp(max(met_us)) as last_seen
    from shared
    where actor_id < partner_id
    group by actor_id, partner_id
),

ring as (
    -- people who share a taste do much besides; a hired account does little but its orders
    select
        actor_id,
        count(distinct partner_id || ' ' || target_id) as meetings,
        count(distinct partner_id) as partners,
        count(distinct target_id) as shared_targets,
        targets,
        make_timestamp(min(t_us)) as first_seen,
        make_timestamp(max(t_us)) as last_seen
    from shared
    join activity using (actor_id)
    group by actor_id, targets
    having count(distinct partner_id) >= $min_partners
        and count(distinct target_id) * 100 >= targets * $min_shared_percent
),

evidence as (
    select shared.actor_id as entity_id, events.event_id, count(distinct shared.partner_id) as partners_met
    from shared
    semi join ring using (actor_id)
    join events using (actor_id, target_id, t_us)
    where events.action = $action and events.event_time >= $since and events.event_time < $until
    group by shared.actor_id, events.event_id
)

select
    actor_id as entity_id,
    meetings as score,
    first_seen,
    last_seen,
    partners,
    shared_targets,
    targets,
    round(shared_targets / nullif(targets, 0), 4) as shared_ratio
from ring
order by score desc, entity_id;

execute repost_ring(
    since              := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until              := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s           := 60,                      -- reposts of one thing at most this many seconds apart are a meeting [1..86400]
    min_shared         := 4,                       -- things two accounts must meet on within one spell [1..1000]
    min_owners         := 3,                       -- different authors those things must have [1..1000]
    min_partners       := 2,                       -- accounts an account must be tied to [1..1000]
    min_shared_percent := 20,                      -- percent of the things it reposted that it must meet partners on [0..100]
    lull_days          := 3,                       -- days without a meeting that end a spell of two accounts [1..1000]
    repeats            := 10,                      -- reposts of one account of one thing that count, earliest first [1..1000]
    min_acts           := 2,                       -- reposts an account must have made, and met somebody in on one side of a tie [1..1000]
    action             := 'repost'                 -- the act to look at {repost, share}
);
