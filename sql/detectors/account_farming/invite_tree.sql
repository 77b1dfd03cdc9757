-- invite_tree: accounts that invited many who share their devices, arrive as by a clock, or do nothing once it is paid
--
-- abuse_type:  account_farming
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    accounts.account_id, accounts.created_at, accounts.inviter_id, events.actor_id
-- optional:    accounts.signup_device_hash - cannot see shared devices,
--              accounts.signup_ip_prefix - cannot see shared networks
-- score:       accounts invited, over two generations
-- hypothesis:  Where an invitation is paid for, accounts are made to be invited: registered by script at even pauses on
--              a few devices and lines, and left alone as soon as the reward has been paid.
-- benign:      Ambassadors and teachers invite many, in bursts, who come from networks and devices of their own; some
--              of them stay. A network of more than max_shared accounts is a hub and says nothing; a class that
--              registers on a smaller one for one lesson and never comes back looks the same: ask the teacher. Most
--              newcomers of any platform leave within days, so being idle is never enough alone.
-- blind_spots: Chains in which everybody invites one; trees whose leaves are kept warm or forge a device each and pause
--              at random; trees so young that nobody could have been idle yet, if nothing else gives them away.
-- source:      Incentive abuse, referral trees: practice; burstiness: Kim and Jo, Phys. Rev. E 94, 2016
-- next:        Run infrastructure_share and signup_burst on the invited; hold the reward back until they have acted.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0146
prepare invite_tree as
-- Three signs, of which min_signs are asked for: shared (devices or lines of the tree's own), even (pauses between
-- registrations hardly differ), idle (nothing is done after the reward).
with registered as (
    select account_id, inviter_id, created_at, epoch_us(created_at) as t_us, signup_device_hash, signup_ip_prefix
    from accounts
    where created_at >= $since and created_at < $until and inviter_id is not null
),

member as (
    select inviter_id as root, account_id, t_us, signup_device_hash, signup_ip_prefix
    from registered
    where inviter_id <> account_id
    union all
    select parent.inviter_id, child.account_id, child.t_us, child.signup_device_hash, child.signup_ip_prefix
    from registered as child
    join registered as parent on parent.account_id = child.inviter_id
    where parent.inviter_id not in (child.account_id, parent.account_id)
),

grown as (
    select root
    from member
    group by root
    having count(*) >= $min_invited
),

invited as (
    select
        member.*,
        member.t_us - lag(member.t_us) over (partition by member.root order by member.t_us, member.account_id) as gap_us
    from member
    semi join grown on grown.root = member.root
),

hub as (
    select 'device' as kind, signup_device_hash as thing
    from accounts
    where coalesce(created_at < $until, true)
    group by signup_device_hash
    having count(*) > $max_shared
    union all
    select 'network', signup_ip_prefix
    from accounts
    where coalesce(created_at < $until, true)
    group by signup_ip_prefix
    having count(*) > $max_shared
),

thing as (
    select invited.root, invited.account_id, 'device' as kind, invited.signup_device_hash as thing from invited
    union all
    select invited.root, invited.account_id, 'network', invited.signup_ip_prefix from invited
    union all
    select grown.root, grown.root, 'device', accounts.signup_device_hash
    from grown
    join accounts on accounts.account_id = grown.root
    union all
    select grown.root, grown.root, 'network', accounts.signup_ip_prefix
    from grown
    join accounts on accounts.account_id = grown.root
),

together as (
    -- in one household two or three share a thing; a farm's things serve more
    select root, account_id
    from (
        select thing.root, thing.account_id, count(*) over (partition by thing.root, thing.kind, thing.thing) as holders
        from thing
        anti join hub on hub.kind = thing.kind and hub.thing = thing.thing
        where thing.thing is not null
    ) as held
    where holders >= $min_together and account_id <> root
    group by root, account_id
),

later as (
    -- what each did once the reward was paid
    select events.actor_id as account_id, count(*) as acts
    from events
    join (select account_id, min(t_us) as t_us from invited group by account_id) as born
        on born.account_id = events.actor_id
        and events.t_us >= born.t_us + $reward_h * 3600000000
    where events.event_time >= $since and events.event_time < $until
    group by events.actor_id
),

tree as (
    select
        invited.root,
        count(*) as invited,
        count(together.account_id) as shared,
        count(*) filter (where invited.t_us + $reward_h * 3600000000 + $idle_d * 86400000000 <= epoch_us($until)) as watched,
        count(*) filter (
            where invited.t_us + $reward_h * 3600000000 + $idle_d * 86400000000 <= epoch_us($until) and later.acts is null
        ) as idle,
        round(burstiness(
            avg(cast(invited.gap_us as double)), stddev_samp(cast(invited.gap_us as double)), count(invited.gap_us)
        ), 4) as unevenness,
        min(invited.t_us) as first_us,
        max(invited.t_us) as last_us
    from invited
    left join together on together.root = invited.root and together.account_id = invited.account_id
    left join later on later.account_id = invited.account_id
    group by invited.root
),

signed as (
    select
        tree.*,
        case when shared * 100 >= invited * $min_shared_pct then 1 else 0 end as is_shared,
        case when unevenness <= $max_unevenness then 1 else 0 end as is_even,
        case when watched >= $min_invited and idle * 100 >= watched * $min_idle_pct then 1 else 0 end as is_idle
    from tree
),

found as (select * from signed where is_shared + is_even + is_idle >= $min_signs),

evidence as (
    select invited.root as entity_id, invited.account_id
    from invited
    semi join found on found.root = invited.root
)

select
    root as entity_id,
    invited as score,
    make_timestamp(first_us) as first_seen,
    make_timestamp(last_us) as last_seen,
    shared,
    watched,
    idle,
    unevenness,
    is_shared + is_even + is_idle as signs
from found
order by score desc, entity_id;

execute invite_tree(
    since          := timestamp '2026-10-24',  -- first moment to look at (inclusive): invited accounts registered from here on
    until          := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_invited    := 8,                       -- accounts invited, over two generations [3..100000]
    min_signs      := 2,                       -- signs that must come together: shared, even, idle [1..3]
    min_shared_pct := 60,                      -- per cent of the invited on a device or line that others of the tree use [1..100]
    min_together   := 4,                       -- accounts of the tree that must share a device or line [2..1000]
    max_shared     := 60,                      -- accounts above which a device or line is a hub and says nothing [2..1000000]
    max_unevenness := -0.4,                    -- burstiness of the pauses between registrations: -1 is a clock, 0 chance [-1..1]
    min_idle_pct   := 90,                      -- per cent of the invited that do nothing after the reward [1..100]
    reward_h       := 24,                      -- hours after registration until the reward is paid [0..8784]
    idle_d         := 3                        -- days after that in which an account must be silent to be idle [0..366]
);
