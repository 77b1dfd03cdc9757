-- like_ring: accounts that keep liking the same targets within seconds of each other
--
-- abuse_type:  fake_engagement
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id
-- acts:        $action
-- optional:    events.target_account_id - every target counts as an owner of its own, so fans of one creator
--              look like a ring
-- score:       targets met on, summed over the partners
-- hypothesis:  Sold likes are delivered by scripts that walk one order list, so the same accounts meet on many
--              targets of unrelated owners, seconds apart, and do little else.
-- benign:      Fans waiting for one creator's uploads meet on one owner; a ring meets on many. Crowds at a live
--              event meet by chance, with different strangers each time. Families and classes that watch
--              together are small and like much besides.
-- blind_spots: Orders drip-fed slower than window_s; rings smaller than min_partners; accounts whose sold likes
--              are a small part of what they like; rings that serve fewer than min_owners owners. There is no
--              null model here: where thousands act on the same few viral targets for hours, chance ties remain.
-- source:      SynchroTrap (Cao et al., CCS 2014); CopyCatch (Beutel et al., WWW 2013)
-- next:        Run device_share and signup_burst on the same accounts; look at who owns the targets.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0049.003, T0121
prepare like_ring as
with likes as (
    select actor_id, target_id, coalesce(target_account_id, target_id) as owner_id, t_us
    from events
    where action = $action and target_id is not null and event_time >= $since and event_time < $until
),

company as (
    -- a like that is alone on its target for a whole window meets nobody
    select actor_id, target_id, t_us
    from (
        select
            actor_id,
            target_id,
            t_us,
            t_us - lag(t_us) over (partition by target_id order by t_us) as since_last_us,
            lead(t_us) over (partition by target_id order by t_us) - t_us as until_next_us
        from likes
    ) as timeline
    where since_last_us <= cast($window_s as bigint) * 1000000 or until_next_us <= cast($window_s as bigint) * 1000000
),

regular as (
    -- whoever had company fewer than min_shared times cannot be tied to anybody
    select actor_id, row_number() over (order by actor_id) as actor
    from company
    group by actor_id
    having count(*) >= $min_shared
),

turn as (
    -- heart taps at a livestream are one like: of an account's acts on one target the earliest count
    select
        regular.actor,
        company.target_id,
        company.t_us,
        company.t_us // (cast($window_s as bigint) * 1000000) as bucket
    from company
    join regular on regular.actor_id = company.actor_id
    qualify row_number() over (partition by regular.actor, company.target_id order by company.t_us) <= $repeats
),

reach as (
    -- acts at most one window apart lie in one bucket or in two neighbouring ones: nothing is missed
    select actor, target_id, t_us, bucket from turn
    union all
    select actor, target_id, t_us, bucket + 1 as bucket from turn
),

touch as (
    select
        least(earlier.actor, later.actor) as a,
        greatest(earlier.actor, later.actor) as b,
        earlier.target_id,
        case when earlier.actor < later.actor then earlier.t_us else later.t_us end as a_us,
        case when earlier.actor < later.actor then later.t_us else earlier.t_us end as b_us
    from reach as earlier
    join turn as later
        on later.target_id = earlier.target_id
        and later.bucket = earlier.bucket
        and later.t_us >= earlier.t_us
        and later.t_us <= earlier.t_us + cast($window_s as bigint) * 1000000
        and later.actor <> earlier.actor
        and (later.t_us > earlier.t_us or later.actor > earlier.actor)
),

often as (
    select a, b from touch group by a, b having count(*) >= $min_shared
),

act as (
    select
        regular.actor,
        likes.target_id,
        likes.owner_id,
        likes.t_us,
        row_number() over (partition by regular.actor, likes.target_id order by likes.t_us) as repeat
    from likes
    join regular on regular.actor_id = likes.actor_id
    where regular.actor in (select a from often union select b from often)
),

activity as (
    select actor, count(distinct target_id) as targets
    from act
    group by actor
    having count(*) >= $min_acts
),

visit as (
    select act.actor, act.target_id, act.t_us, min(act.owner_id) as owner_id, count(*) as acts
    from act
    semi join activity on activity.actor = act.actor
    where act.repeat <= $repeats
    group by act.actor, act.target_id, act.t_us
),

contact as (
    select
        touch.a,
        touch.b,
        touch.target_id,
        touch.a_us,
        touch.b_us,
        least(one.owner_id, other.owner_id) as owner_id
    from touch
    semi join often on often.a = touch.a and often.b = touch.b
    join visit as one on one.actor = touch.a and one.target_id = touch.target_id and one.t_us = touch.a_us
    join visit as other on other.actor = touch.b and other.target_id = touch.target_id and other.t_us = touch.b_us
),

meeting as (
    select
        a,
        b,
        target_id,
        min(owner_id) as owner_id,
        min(greatest(a_us, b_us)) as met_us,
        min(abs(a_us - b_us)) as lag_us
    from contact
    group by a, b, target_id
),

pause as (
    select
        *,
        met_us - lag(met_us) over (partition by a, b order by met_us) as pause_us
    from meeting
),

spell as (
    -- strangers who meet once a month are no ring, however long the period: a lull ends a spell
    select
        *,
        sum(case when pause_us > $lull_days * 86400000000 then 1 else 0 end) over (partition by a, b order by met_us) as spell
    from pause
),

bond as (
    -- friends and fans meet on few owners; an order list serves unrelated ones
    select a, b, spell, count(distinct owner_id) as owners
    from spell
    group by a, b, spell
    having count(*) >= $min_shared and count(distinct owner_id) >= $min_owners
),

shared as (
    select spell.a, spell.b, spell.target_id, spell.met_us, spell.lag_us, bond.owners
    from spell
    join bond on bond.a = spell.a and bond.b = spell.b and bond.spell = spell.spell
),

met as (
    select contact.a as actor, contact.b as partner, contact.target_id, contact.a_us as t_us, shared.lag_us
    from contact
    join shared on shared.a = contact.a and shared.b = contact.b and shared.target_id = contact.target_id
    union all
    select contact.b as actor, contact.a as partner, contact.target_id, contact.b_us as t_us, shared.lag_us
    from contact
    join shared on shared.a = contact.a and shared.b = contact.b and shared.target_id = contact.target_id
),

busy as (
    -- a post that acts on two things at once made two acts at the moment it met somebody
    select visit.actor
    from visit
    semi join met on met.actor = visit.actor and met.t_us = visit.t_us
    group by visit.actor
    having sum(visit.acts) >= $min_acts
),

pair as (
    select
        a,
        b,
        count(*) as weight,
        max(owners) as owners,
        round(median(lag_us) / 1000000, 4) as median_lag_s,
        min(met_us) as first_us,
        max(met_us) as last_us
    from shared
    where a in (select actor from busy) or b in (select actor from busy)
    group by a, b
),

tie as (
    select
        one.actor_id as a,
        other.actor_id as b,
        pair.weight,
        pair.owners,
        pair.median_lag_s,
        make_timestamp(pair.first_us) as first_seen,
        make_timestamp(pair.last_us) as last_seen
    from pair
    join regular as one on one.actor = pair.a
    join regular as other on other.actor = pair.b
),

member as (
    select
        met.actor,
        count(distinct met.partner) as partners,
        count(distinct met.target_id) as shared_targets,
        round(median(met.lag_us) / 1000000, 4) as median_lag_s,
        min(met.t_us) as first_us,
        max(met.t_us) as last_us
    from met
    semi join pair on pair.a = least(met.actor, met.partner) and pair.b = greatest(met.actor, met.partner)
    group by met.actor
    having count(distinct met.partner) >= $min_partners
),

bonds as (
    select actor, sum(weight) as meetings, max(weight) as strongest
    from (
        select a as actor, weight from pair
        union all
        select b as actor, weight from pair
    ) as side
    group by actor
),

ring as (
    -- people who share a taste do much besides; a sold account does little but its orders
    select
        regular.actor_id as entity_id,
        cast(bonds.meetings as bigint) as score,
        make_timestamp(member.first_us) as first_seen,
        make_timestamp(member.last_us) as last_seen,
        member.partners,
        member.shared_targets,
        bonds.strongest as strongest_tie,
        activity.targets,
        round(member.shared_targets / nullif(activity.targets, 0), 4) as shared_ratio,
        member.median_lag_s,
        member.actor
    from member
    join bonds on bonds.actor = member.actor
    join activity on activity.actor = member.actor
    join regular on regular.actor = member.actor
    where member.shared_targets * 100 >= activity.targets * $min_shared_percent
),

evidence as (
    select
        ring.entity_id,
        events.event_id,
        count(distinct met.partner) as partners_met,
        min(partner.actor_id) as partner,
        round(min(met.lag_us) / 1000000, 4) as closest_s
    from met
    semi join pair on pair.a = least(met.actor, met.partner) and pair.b = greatest(met.actor, met.partner)
    join ring on ring.actor = met.actor
    join regular as partner on partner.actor = met.partner
    join events
        on events.actor_id = ring.entity_id
        and events.target_id = met.target_id
        and events.t_us = met.t_us
    where action = $action and events.event_time >= $since and events.event_time < $until
    group by ring.entity_id, events.event_id
)

select
    entity_id,
    score,
    first_seen,
    last_seen,
    partners,
    shared_targets,
    strongest_tie,
    targets,
    shared_ratio,
    median_lag_s
from ring
order by score desc, entity_id;

execute like_ring(
    since              := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until              := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s           := 60,                      -- likes on one target at most this many seconds apart are a meeting [1..86400]
    min_shared         := 5,                       -- targets two accounts must meet on within one spell [1..1000]
    min_owners         := 4,                       -- different owners those targets must have [1..1000]
    min_partners       := 2,                       -- accounts an account must be tied to [1..1000]
    min_shared_percent := 20,                      -- percent of the targets it liked that it must meet partners on [0..100]
    lull_days          := 3,                       -- days without a meeting that end a spell of two accounts [1..1000]
    repeats            := 1,                       -- likes of one account on one target that count, earliest first [1..1000]
    min_acts           := 2,                       -- likes an account must have made, and met somebody in on one side of a tie [1..1000]
    action             := 'like'                   -- the act to look at {like, save, share, view, dislike, rate}
);
