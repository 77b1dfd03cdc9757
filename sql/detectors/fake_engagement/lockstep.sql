-- lockstep: groups of accounts that like the same list of targets, each target within the same hour
--
-- abuse_type:  fake_engagement
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id
-- acts:        $action
-- optional:    events.target_account_id - every target counts as an owner of its own, so fans of one creator
--              look like a block
-- score:       accounts in the largest block the account belongs to
-- hypothesis:  Orders are drip-fed to look natural, so no two accounts need ever act within a minute; but the whole
--              crew works through one list, and many accounts with many targets in common, each within the hour, is
--              what chance does not make.
-- benign:      Fans on release day meet on one owner. A class that watches a list together does so in one sitting.
--              The crowd of a popular target shares that target and no list.
-- blind_spots: Orders spread over more than two periods of step_s; crews below min_accounts, or drawn anew for every
--              order from a large pool; targets so popular that more than max_crowd accounts act within the hour.
-- source:      CopyCatch (Beutel et al., WWW 2013), one step from every burst as seed; as SQL: StarScout (He et al. 2024)
-- next:        Run signup_burst and device_share on the block; look at who owns the targets.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0049.003, T0121
prepare lockstep as
with act as (
    select
        actor_id,
        target_id,
        coalesce(target_account_id, target_id) as owner_id,
        t_us,
        t_us // (cast($step_s as bigint) * 1000000) as step
    from events
    where action = $action and target_id is not null and event_time >= $since and event_time < $until
),

presence as (
    -- acts at most one step apart share a period of two steps; of enough acts in a period one step holds half
    select actor_id, target_id, period, min(owner_id) as owner_id, min(t_us) as t_us
    from (
        select *, unnest([step - 1, step]) as period
        from act
        where target_id in (select target_id from act group by target_id, step having count(*) * 2 >= $min_accounts)
    ) as spread
    group by actor_id, target_id, period
),

burst as (
    -- the fullest period of a target is the seed of a block
    select
        target_id,
        period,
        row_number() over (order by target_id, period) as burst,
        row_number() over (partition by target_id order by count(*) desc, period) as fullest
    from presence
    group by target_id, period
    having count(*) between $min_accounts and $max_crowd
),

member as (
    select burst.burst, burst.fullest, presence.*
    from presence
    join burst using (target_id, period)
    where actor_id in (
        select actor_id
        from presence
        semi join burst using (target_id, period)
        group by actor_id
        having count(distinct target_id) >= $min_targets
    )
),

list as (
    -- the list behind a burst: every burst of that time that enough of the same accounts were in
    select one.burst as seed, other.burst, other.target_id
    from member as one
    join member as other using (actor_id)
    where one.fullest = 1 and abs(one.period - other.period) * $step_s <= cast($list_d as bigint) * 86400
    group by one.burst, other.burst, other.target_id
    having count(*) >= $min_accounts
),

joined as (
    select list.seed, there.actor_id, there.target_id, min(there.owner_id) as owner_id, min(there.t_us) as t_us
    from list
    join member as there on there.burst = list.burst
    semi join member as here on here.burst = list.seed and here.actor_id = there.actor_id
    group by list.seed, there.actor_id, there.target_id
),

follower as (
    -- whoever took a few things from a list by chance did not walk it
    select seed, actor_id
    from joined
    join (select seed, count(distinct target_id) as length from list group by seed) as whole using (seed)
    group by seed, actor_id, length
    having count(*) >= $min_targets and count(*) * 100 >= length * $min_joined_percent
),

block as (
    -- fans share one owner, a class one sitting
    select seed, count(distinct actor_id) as accounts, count(distinct owner_id) as owners
    from joined
    semi join follower using (seed, actor_id)
    group by seed
    having count(distinct actor_id) >= $min_accounts
        and count(distinct owner_id) >= $min_owners
        and max(t_us) - min(t_us) >= $min_span_h * 3600000000
),

walk as (
    select * from joined semi join follower using (seed, actor_id) join block using (seed)
),

tie as (
    select one.actor_id as a, other.actor_id as b, count(distinct target_id) as weight
    from walk as one
    join walk as other using (seed, target_id)
    where one.actor_id < other.actor_id
    group by one.actor_id, other.actor_id
),

found as (
    select
        actor_id,
        max(accounts) as accounts,
        max(owners) as owners,
        count(distinct target_id) as shared_targets,
        targets,
        make_timestamp(min(t_us)) as first_seen,
        make_timestamp(max(t_us)) as last_seen
    from walk
    join (
        select actor_id, count(distinct target_id) as targets from act semi join walk using (actor_id) group by actor_id
    ) as activity using (actor_id)
    group by actor_id, targets
    having count(distinct target_id) * 100 >= targets * $min_shared_percent
),

evidence as (
    select walk.actor_id as entity_id, events.event_id, max(walk.accounts) as accounts
    from walk
    semi join found using (actor_id)
    join events using (actor_id, target_id, t_us)
    where events.action = $action and events.event_time >= $since and events.event_time < $until
    group by walk.actor_id, events.event_id
)

select
    actor_id as entity_id,
    accounts as score,
    first_seen,
    last_seen,
    shared_targets,
    owners,
    targets,
    round(shared_targets / nullif(targets, 0), 4) as shared_ratio
from found
order by score desc, entity_id;

execute lockstep(
    since              := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until              := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    step_s             := 1800,                    -- acts on one target at most this many seconds apart are together, more than twice as many are not [1..86400]
    min_accounts       := 8,                       -- accounts a block must have [2..10000]
    min_targets        := 4,                       -- targets each of them must have walked [2..1000]
    min_owners         := 3,                       -- different owners the targets of a block must have [1..1000]
    min_joined_percent := 50,                      -- percent of the targets of a list that an account must have walked [0..100]
    min_shared_percent := 20,                      -- percent of the targets it acted on that must be of its lists [0..100]
    min_span_h         := 24,                      -- hours from the first to the last act of a block [0..8784]
    list_d             := 7,                       -- days within which a list is walked [1..366]
    max_crowd          := 500,                     -- accounts together on one target above which it says nothing [2..1000000]
    action             := 'like'                   -- the act to look at {like, save, share, follow, repost, view, rate}
);
