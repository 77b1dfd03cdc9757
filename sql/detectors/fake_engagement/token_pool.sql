-- token_pool: accounts whose acts arrive through one app that does one kind of thing, order after order, for a few targets
--
-- abuse_type:  fake_engagement
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id, events.app_id
-- acts:        like, follow, repost, share, save, comment
-- score:       orders of the app that the account worked on
-- hypothesis:  Who sells likes holds the tokens of many accounts in one app and takes turns with them: the app does one
--              kind of thing for a few targets, spread evenly over a pool that comes back for the next order.
-- benign:      The users of a popular third-party client do many different things. A button on a partner's page brings
--              many targets few acts each, a vote brings few targets one act of each voter.
-- blind_spots: Sellers who drive the official app, or change the token with every order; pools so large that no account
--              comes back within the period (see like_ring, dense_block).
-- source:      Collusion networks over leaked tokens (Farooqi et al., IMC 2017)
-- next:        Revoke the token before the accounts: most of them belong to people who lent or lost it.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0121
prepare token_pool as
with kind as (
    select app_id, action, count(*) as acts
    from events
    where event_time >= $since and event_time < $until and app_id is not null
    group by app_id, action
),

single_minded as (
    -- a client of people does a bit of everything
    select app_id, action, acts, app_acts
    from (select app_id, action, acts, sum(acts) over (partition by app_id) as app_acts from kind) as share
    where action in ('like', 'follow', 'repost', 'share', 'save', 'comment')
        and acts >= $min_acts and acts * 100 >= app_acts * $min_kind_pct
),

act as (
    select event_id, event_time, app_id, action, actor_id, target_id, coalesce(target_account_id, target_id) as owner_id
    from events
    semi join single_minded using (app_id, action)
    where event_time >= $since and event_time < $until and target_id is not null
),

delivery as (
    select
        app_id, action, target_id, actor_id, min(owner_id) as owner_id,
        count(*) as acts, min(event_time) as first_seen, max(event_time) as last_seen
    from act
    group by app_id, action, target_id, actor_id
),

purchase as (
    select app_id, action, target_id
    from delivery
    group by app_id, action, target_id
    having count(*) >= $min_per_order
),

worker as (
    -- one act for an order, and back for the next
    select
        app_id,
        action,
        actor_id,
        count(*) as orders,
        sum(acts) as acts,
        min(first_seen) as first_seen,
        max(last_seen) as last_seen
    from delivery
    semi join purchase using (app_id, action, target_id)
    group by app_id, action, actor_id
),

pool as (
    select
        app_id,
        action,
        count(*) as accounts,
        sum(acts) as acts,
        -- entropy of the acts over the accounts, as a part of the most that so many accounts can have
        round((ln(sum(acts)) - sum(acts * ln(acts)) / nullif(sum(acts), 0)) / nullif(ln(count(*)), 0), 4) as evenness
    from worker
    group by app_id, action
),

reach as (
    select app_id, action, count(distinct target_id) as targets, count(distinct owner_id) as owners
    from delivery
    semi join purchase using (app_id, action, target_id)
    group by app_id, action
),

rotating as (
    -- nearly all of the app is for orders, and the same accounts come back for them
    select pool.*, reach.targets, reach.owners, single_minded.app_acts
    from pool
    join reach on reach.app_id = pool.app_id and reach.action = pool.action
    join single_minded on single_minded.app_id = pool.app_id and single_minded.action = pool.action
    where pool.accounts >= $min_pool
        and reach.owners >= $min_owners
        and pool.acts * 100 >= single_minded.app_acts * $min_kind_pct
        and pool.acts >= pool.accounts * $min_orders
        and pool.evenness * 100 >= $min_evenness_pct
),

member as (
    select
        worker.*,
        rotating.accounts as pool_accounts,
        rotating.targets as pool_targets,
        rotating.owners as pool_owners,
        rotating.evenness,
        row_number() over (partition by worker.actor_id order by worker.orders desc, worker.app_id, worker.action) as place
    from worker
    join rotating on rotating.app_id = worker.app_id and rotating.action = worker.action
    where worker.orders >= $min_orders
),

evidence as (
    select act.actor_id as entity_id, act.event_id
    from act
    semi join member using (app_id, action, actor_id)
    semi join purchase using (app_id, action, target_id)
)

select
    actor_id as entity_id,
    orders as score,
    first_seen,
    last_seen,
    app_id,
    action,
    pool_accounts,
    pool_targets,
    pool_owners,
    evenness
from member
where place = 1
order by score desc, entity_id;

execute token_pool(
    since            := timestamp '2026-11-07',  -- first moment to look at (inclusive)
    until            := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_acts         := 20,                      -- acts of one kind an app must have [2..1000000]
    min_kind_pct     := 80,                      -- per cent of all acts of the app that are of this kind, and go to orders [1..100]
    min_per_order    := 4,                       -- accounts of the app that must act on a target to make it an order [2..100000]
    min_owners       := 3,                       -- different owners the orders must be for [1..100000]
    min_pool         := 8,                       -- accounts that work on orders [2..1000000]
    min_orders       := 2,                       -- orders an account must have worked on, and the mean of the pool [1..10000]
    min_evenness_pct := 80                       -- evenness of the acts over the pool: 100 when all do the same [0..100]
);
