-- infrastructure_share: accounts tied to many others by two kinds of things at once: device, network, phone, address
--
-- abuse_type:  account_farming
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.device_id_hash, events.ip_prefix
-- optional:    accounts.created_at - accounts registered after the window tie those of before,
--              accounts.phone_hash - cannot see numbers that verify several accounts,
--              accounts.email_hash - cannot see one address behind several accounts,
--              accounts.signup_device_hash - cannot see what registered accounts that now act elsewhere,
--              accounts.signup_ip_prefix - cannot see what registered accounts that now act elsewhere
-- score:       accounts within two ties, itself included
-- hypothesis:  A farm spreads its accounts over a store of handsets, SIM cards and lines so that no single one looks
--              crowded; but the sets overlap, so accounts hang together over two kinds of things at once, and on.
-- benign:      A household shares a tablet and a line, and numbers of the parents: few accounts, few things. Cafes,
--              campuses, offices and carriers share an address among many: a thing of more than max_degree accounts
--              ties nobody. A refurbished handset or a recycled number passes on alone: one kind. Agencies that run
--              accounts for clients look exactly like a farm: ask for the contract.
-- blind_spots: One thing of each kind per account; hubs on purpose (a farm hidden behind a carrier); farms smaller
--              than min_accounts; accounts that did not act in the window.
-- source:      Shared infrastructure, hubs cut: Ianus (Yuan et al., CCS 2019); GEM (Liu et al., CIKM 2018)
-- next:        Look at groups(); run signup_burst, like_ring and follow_ring on them.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0146, T0150.002
prepare infrastructure_share as
-- device_share finds one rack: a device on which many accounts take turns within seconds. Here no device need be
-- crowded and nothing need happen at the same time: the finding is the web of things, and the entity the account.
with used as (
    select
        actor_id, device_id_hash, ip_prefix, count(*) as acts, min(t_us) as first_us, max(t_us) as last_us
    from events
    where event_time >= $since and event_time < $until
    group by actor_id, device_id_hash, ip_prefix
),

active as (
    select actor_id, sum(acts) as acts, min(first_us) as first_us, max(last_us) as last_us
    from used
    group by actor_id
),

place as (
    select actor_id, 'device' as kind, device_id_hash as thing, sum(acts) as acts
    from used
    group by actor_id, device_id_hash
    union all
    select actor_id, 'network', ip_prefix, sum(acts)
    from used
    group by actor_id, ip_prefix
),

registered as (
    -- who registers later ties nobody yet
    select account_id, signup_device_hash, signup_ip_prefix, phone_hash, email_hash
    from accounts
    where coalesce(created_at < $until, true)
),

-- who is passing through helps to know a hub, and is tied to nobody there; where one registered one was at home
held as (
    select account_id, kind, thing, max(home) as home
    from (
        select
            place.actor_id as account_id,
            place.kind,
            place.thing,
            case when place.acts * 100 >= active.acts * $min_share_pct then 1 else 0 end as home
        from place
        join active on active.actor_id = place.actor_id
        union all
        select account_id, 'device', signup_device_hash, 1 from registered
        union all
        select account_id, 'network', signup_ip_prefix, 1 from registered
        union all
        select account_id, 'phone', phone_hash, 1 from registered
        union all
        select account_id, 'email', email_hash, 1 from registered
    ) as known
    where thing is not null
    group by account_id, kind, thing
),

rare as (
    select kind, thing, count(*) as degree
    from held
    group by kind, thing
    having count(*) >= 2 and count(*) <= $max_degree
),

holder as (
    select held.account_id, held.kind, held.thing, rare.degree
    from held
    join rare on rare.kind = held.kind and rare.thing = held.thing
    where held.home = 1
),

link as (
    -- of each kind only the rarest: two lines of one household are not twice the evidence
    select one.account_id as a, other.account_id as b, one.kind, one.thing, one.degree
    from holder as one
    join holder as other
        on other.kind = one.kind and other.thing = one.thing and other.account_id > one.account_id
    qualify row_number() over (
        partition by one.account_id, other.account_id, one.kind order by one.degree, one.thing
    ) = 1
),

tie as (
    select a, b, round(sum(1 / nullif(ln(1 + degree), 0)), 4) as weight, count(*) as kinds
    from link
    group by a, b
    having count(*) >= $min_kinds and round(sum(1 / nullif(ln(1 + degree), 0)), 4) >= $min_weight
),

side as (
    select a as account_id, b as partner, kinds, weight from tie
    union all
    select b, a, kinds, weight from tie
),

reach as (
    select account_id, partner as member from side
    union
    select one.account_id, other.partner
    from side as one
    join side as other on other.account_id = one.partner
),

store as (
    -- the network comes with the device; handsets, numbers and addresses are what a farm has to buy
    select link.a as account_id, link.kind, link.thing
    from link
    semi join tie on tie.a = link.a and tie.b = link.b
    where link.kind <> 'network'
    union
    select link.b, link.kind, link.thing
    from link
    semi join tie on tie.a = link.a and tie.b = link.b
    where link.kind <> 'network'
),

web as (
    select
        reach.account_id,
        count(distinct reach.member) as accounts,
        count(distinct store.kind || ' ' || store.thing) as things
    from reach
    left join store on store.account_id = reach.member
    group by reach.account_id
    having count(distinct reach.member) >= $min_accounts
        and count(distinct store.kind || ' ' || store.thing) >= $min_things
),

evidence as (
    -- where each account acted from: its first act a day on each device and network
    select actor_id as entity_id, event_id, device_id_hash as device, ip_prefix as network
    from events
    semi join web on web.account_id = events.actor_id
    where event_time >= $since and event_time < $until
    qualify row_number() over (
        partition by actor_id, event_date, device_id_hash, ip_prefix order by t_us, event_id
    ) = 1
),

partner as (
    select account_id, count(*) as partners, max(kinds) as kinds, round(max(weight), 4) as strongest
    from side
    group by account_id
)

select
    web.account_id as entity_id,
    web.accounts as score,
    make_timestamp(active.first_us) as first_seen,
    make_timestamp(active.last_us) as last_seen,
    partner.partners,
    web.things,
    partner.kinds,
    partner.strongest
from web
join active on active.actor_id = web.account_id
join partner on partner.account_id = web.account_id
order by score desc, entity_id;

execute infrastructure_share(
    since         := timestamp '2026-10-24',  -- first moment to look at (inclusive)
    until         := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_kinds     := 2,                       -- kinds of things two accounts must share to be tied [1..4]
    min_weight    := 0.8,                     -- weight of a tie: for each kind 1 / ln(1 + accounts that share the rarest thing) [0..6]
    max_degree    := 30,                      -- accounts above which a thing is a hub and ties nobody [2..1000]
    min_share_pct := 20,                      -- per cent of an account's acts a device or network must see to be its own [0..100]
    min_accounts  := 5,                       -- accounts within two ties, itself included [2..100000]
    min_things    := 4                        -- devices, numbers and addresses those accounts must share [0..100000]
);
