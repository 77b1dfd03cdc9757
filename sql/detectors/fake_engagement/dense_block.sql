-- dense_block: accounts that together act on one set of targets which, to everybody else, have nothing in common
--
-- abuse_type:  fake_engagement
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id
-- optional:    events.target_account_id - cannot tell one owner's targets from many owners', nor friends among themselves
-- acts:        $action
-- step:        densest_blocks(core) -> block
-- score:       density of the block: acts inside it, each weighing 1 / ln(accounts that acted on the target + 5), per
--              account and target
-- hypothesis:  A farm serves its whole list of customers with the same accounts. However slowly it delivers, in weeks its
--              accounts and its customers form a block in which nearly everybody acted on everybody.
-- benign:      Fans act on everything of one owner: a block needs many owners. Friends, classes and colleagues act on each
--              other: targets that are accounts of the block itself speak against it. Favourites of a market are acted on by
--              all: such acts weigh little and a block of them is thin (min_fill_pct). Members of a band, a team or a party
--              have fans in common, also among those outside the block (max_besides_pct). A circle so closed that hardly anybody
--              else acts on its targets cannot be told from a farm, so it is not named (min_others).
-- blind_spots: A farm that takes fresh accounts for every customer (low_activity); fewer than min_accounts accounts
--              (like_ring, follow_ring); a pool so large that every account serves few of the customers; customers
--              who share their true audience, such as the shops of one town; customers nobody but the farm acts on.
-- source:      FRAUDAR (Hooi et al., KDD 2016), theorem 2: nearly half the greatest density at least; camouflage does not help
-- next:        Read the targets: customers of a farm have nothing in common. Run device_share on the accounts.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0049.003, T0121
prepare dense_block as
with edge as (
    select
        actor_id,
        target_id,
        max(coalesce(target_account_id, target_id)) as owner_id,
        min(event_time) as first_seen,
        max(event_time) as last_seen
    from events
    where action = $action and event_time >= $since and event_time < $until and target_id is not null
    group by actor_id, target_id
),

sought as (
    select target_id, count(*) as accounts from edge group by target_id
),

weighted as (
    -- what everybody acts on says little about anybody; whole millionths, so that sums are exact
    select edge.*, cast(floor(1000000 / greatest(ln(sought.accounts + 5), 1)) as bigint) as weight
    from edge
    join sought on sought.target_id = edge.target_id
),

-- who belongs to a block of some density has at least that much weight in it, so this loses none
busy_actor as (
    select actor_id from weighted group by actor_id having sum(weight) >= 1000000 * $min_density
),

sought_target as (
    select target_id from weighted semi join busy_actor using (actor_id)
    group by target_id
    having sum(weight) >= 1000000 * $min_density
),

steady_actor as (
    select actor_id from weighted semi join sought_target using (target_id)
    group by actor_id
    having sum(weight) >= 1000000 * $min_density
),

core as (
    select actor_id, target_id, weight
    from weighted
    semi join steady_actor using (actor_id)
    semi join sought_target using (target_id)
),

block as (
    -- coarser than the step, in the DuckDB shell alone: everything dense is the one block it looks for
    select 1 as block, 'actor' as side, actor_id as node_id from core where $blocks >= 1 group by actor_id
    union all
    select 1 as block, 'target' as side, target_id as node_id from core where $blocks >= 1 group by target_id
),

inside as (
    select member.block, weighted.*
    from weighted
    join block as member on member.side = 'actor' and member.node_id = weighted.actor_id
    join block as aim on aim.side = 'target' and aim.node_id = weighted.target_id and aim.block = member.block
),

own as (
    -- friends among themselves: the target, or its owner, acts in the block too
    select inside.block, count(distinct inside.target_id) as targets
    from inside
    join block as friend on friend.side = 'actor' and friend.node_id = inside.owner_id and friend.block = inside.block
    group by inside.block
),

shape as (
    select
        block,
        count(distinct actor_id) as accounts,
        count(distinct target_id) as targets,
        count(distinct owner_id) as owners,
        count(*) as acts,
        sum(weight) as weight
    from inside
    group by block
),

besides as (
    -- how many of those in no block who act on one of the targets act on a second
    select block, count(*) as others, count_if(targets >= 2) as others_again
    from (
        select aim.block, edge.actor_id, count(*) as targets
        from edge
        join block as aim on aim.side = 'target' and aim.node_id = edge.target_id
        where edge.actor_id not in (select node_id from block where side = 'actor')
        group by aim.block, edge.actor_id
    ) as outsider
    group by block
),

dense as (
    select
        shape.*,
        round(100.0 * shape.acts / nullif(shape.accounts * shape.targets, 0), 1) as fill_pct,
        coalesce(besides.others, 0) as others,
        round(100.0 * besides.others_again / nullif(besides.others, 0), 1) as besides_pct
    from shape
    left join own on own.block = shape.block
    left join besides on besides.block = shape.block
    where shape.accounts >= $min_accounts
        and shape.targets >= $min_targets
        and shape.owners >= $min_owners
        and shape.acts * 100 >= shape.accounts * shape.targets * $min_fill_pct
        and coalesce(own.targets, 0) * 100 <= shape.targets * $max_own_pct
        and coalesce(besides.others, 0) >= $min_others
        and coalesce(besides.others_again, 0) * 100 <= coalesce(besides.others, 0) * $max_besides_pct
),

placed as (
    -- an account may serve in several blocks: the first is the densest
    select actor_id, min(block) as block
    from inside
    semi join dense using (block)
    group by actor_id
),

served as (
    select inside.*
    from inside
    join placed on placed.actor_id = inside.actor_id and placed.block = inside.block
),

evidence as (
    select events.actor_id as entity_id, events.event_id, cast(served.block as bigint) as block
    from events
    join served on served.actor_id = events.actor_id and served.target_id = events.target_id
    where events.action = $action and events.event_time >= $since and events.event_time < $until
)

select
    served.actor_id as entity_id,
    round(dense.weight / 1000000.0 / nullif(dense.accounts + dense.targets, 0), 4) as score,
    min(served.first_seen) as first_seen,
    max(served.last_seen) as last_seen,
    cast(dense.block as bigint) as block,
    count(*) as served,
    dense.accounts,
    dense.targets,
    dense.owners,
    dense.fill_pct,
    dense.others,
    dense.besides_pct
from served
join dense on dense.block = served.block
group by
    served.actor_id, dense.block, dense.weight, dense.accounts, dense.targets, dense.owners, dense.fill_pct,
    dense.others, dense.besides_pct
order by score desc, block, served desc, entity_id;

execute dense_block(
    since           := timestamp '2026-10-24',  -- first moment to look at (inclusive)
    until           := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    action          := 'follow',                -- the act that is sold {follow, like, repost, rate, save}
    min_density     := 1.5,                     -- density under which no block is looked for, in the unit of the score [0.1..1000]
    blocks          := 20,                      -- densest blocks to look for, one after the other [1..1000]
    min_accounts    := 12,                      -- accounts of a block; rings of fewer act together by the clock [2..1000000]
    min_targets     := 10,                      -- targets of a block [2..1000000]
    min_owners      := 8,                       -- different owners of its targets [1..1000000]
    min_fill_pct    := 30,                      -- per cent of all pairs of account and target in which the account acted [1..100]
    max_own_pct     := 20,                      -- per cent of targets that belong to accounts of the block, up to which they are no friends [0..100]
    min_others      := 10,                      -- others who act on a target, below which nobody can say what the fans share [0..1000000]
    max_besides_pct := 20                       -- per cent of all others who act on a target that act on a second, up to which they share no fans [0..100]
);
