-- device_share: devices on which many accounts take turns within seconds
--
-- abuse_type:  account_farming
-- entity:      device
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.device_id_hash
-- score:       accounts that took turns within one spell
-- hypothesis:  A farm works many accounts on one phone or emulator: a script logs one out and the next one in, and goes
--              on at once, so acts of different accounts follow each other within seconds, over and over.
-- benign:      Families share a tablet: few accounts, minutes or hours between turns. Internet cafes, libraries and
--              repair shops see many people, who each stay a while. One person with several accounts (creators,
--              agencies, shops) switches quickly: up to min_accounts. People behind one NAT or campus network share an
--              address, not a device: no finding.
-- blind_spots: One device per account; identifiers that are reset or forged for every account; turns slower than
--              turn_s; broken fingerprints shared by more than max_accounts accounts, which are left out.
-- source:      Shared infrastructure: Ianus (Yuan et al., CCS 2019)
-- next:        Run like_ring, follow_ring and signup_burst on the accounts of the device.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0146, T0150.002
prepare device_share as
-- The entity is the device: whether it is a family, a shop or a farm is one question, asked once, not once for each of
-- its accounts; the accounts are in the evidence.
with shared as (
    select device_id_hash
    from (
        select distinct device_id_hash, actor_id
        from events
        where device_id_hash is not null and event_time >= $since and event_time < $until
    ) as user_of
    group by device_id_hash
    having count(*) >= $min_accounts and count(*) <= $max_accounts
),

act as (
    select
        device_id_hash,
        event_id,
        actor_id,
        t_us,
        lag(event_id) over (partition by device_id_hash order by t_us, event_id) as last_event_id,
        lag(actor_id) over (partition by device_id_hash order by t_us, event_id) as last_actor_id,
        lag(t_us) over (partition by device_id_hash order by t_us, event_id) as last_us
    from events
    semi join shared using (device_id_hash)
    where event_time >= $since and event_time < $until
),

turn as (
    select
        device_id_hash,
        event_id,
        actor_id,
        t_us,
        last_event_id,
        last_actor_id,
        last_us,
        t_us - lag(t_us) over (partition by device_id_hash order by t_us, event_id) as pause_us
    from act
    where actor_id <> last_actor_id and t_us - last_us <= cast($turn_s as bigint) * 1000000
),

spelled as (
    -- customers of a cafe add up over months; a farm works through its accounts in one go
    select
        device_id_hash,
        event_id,
        actor_id,
        t_us,
        last_event_id,
        last_actor_id,
        last_us,
        sum(case when pause_us > $lull_h * 3600000000 then 1 else 0 end) over (
            partition by device_id_hash order by t_us, event_id
        ) as spell
    from turn
),

side as (
    select device_id_hash, spell, event_id, actor_id, t_us, 1 as turns, t_us - last_us as lag_us from spelled
    union all
    select device_id_hash, spell, last_event_id, last_actor_id, last_us, 0 as turns, null as lag_us from spelled
),

spell as (
    select
        device_id_hash,
        spell,
        count(distinct actor_id) as accounts,
        cast(sum(turns) as bigint) as turns,
        min(t_us) as first_us,
        max(t_us) as last_us
    from side
    group by device_id_hash, spell
    having count(distinct actor_id) >= $min_accounts and sum(turns) >= $min_turns
),

seen as (
    select side.device_id_hash, side.event_id, side.actor_id, side.lag_us
    from side
    semi join spell on spell.device_id_hash = side.device_id_hash and spell.spell = side.spell
),

evidence as (
    select distinct device_id_hash as entity_id, event_id, actor_id as account from seen
),

pace as (
    select
        device_id_hash,
        count(distinct actor_id) as all_accounts,
        round(median(lag_us) / 1000000, 4) as median_turn_s
    from seen
    group by device_id_hash
)

select
    spell.device_id_hash as entity_id,
    max(spell.accounts) as score,
    make_timestamp(min(spell.first_us)) as first_seen,
    make_timestamp(max(spell.last_us)) as last_seen,
    pace.all_accounts as accounts,
    cast(sum(spell.turns) as bigint) as turns,
    count(*) as spells,
    pace.median_turn_s
from spell
join pace on pace.device_id_hash = spell.device_id_hash
group by spell.device_id_hash, pace.all_accounts, pace.median_turn_s
order by score desc, entity_id;

execute device_share(
    since        := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until        := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_accounts := 6,                       -- accounts that must take turns within one spell [2..100000]
    min_turns    := 10,                      -- turns one spell must hold [1..100000]
    turn_s       := 120,                     -- seconds from an act of one account to an act of the next that are a turn [1..86400]
    lull_h       := 12,                      -- hours without a turn that end a spell [1..8784]
    max_accounts := 5000                     -- accounts above which the identifier is taken for broken [2..100000000]
);
