-- takeover_chain: an account entered from a new device and network, locked against its owner, then used on many others
--
-- abuse_type:  account_takeover
-- entity:      account
-- severity:    severe
-- status:      trial
-- requires:    events.actor_id, events.action, events.status, events.device_id_hash, events.ip_prefix
-- acts:        login, credential_change, mfa_change
-- optional:    events.asn - a new address of the usual provider counts as a new network
--              events.target_account_id - those reached are counted by target, not by owner
-- score:       accounts reached after the entry
-- hypothesis:  Who takes an account over comes by failed attempts, gets in from a device and a network the account
--              never used, changes its password or second factor, and writes to many, each step within hours.
-- benign:      Travel: a new network, but the known device. A new phone: a new device, at home. Both at once, with a
--              lost password: the chain is there, but nobody is flooded. An outage: failures on known devices.
-- blind_spots: Stolen sessions (no login); owners' devices under somebody else's hand (malware, family); entry through
--              a proxy at the owner's own provider; accounts without a past of min_past_acts; loot without noise
--              (reading, payment); operators who wait longer than window_h.
-- source:      Login models (Freeman et al., NDSS 2016); risk-based authentication data of das-group
-- next:        The account is a VICTIM: end its sessions, give it back to its owner, do not punish it. Undo what was
--              done in its name, warn those reached, run login_spray on the networks the attempts came from.
-- dsa:         SCAMS_AND_FRAUD:IMPERSONATION_ACCOUNT_HIJACKING
-- disarm:      T0150.005
prepare takeover_chain as
with candidate as (
    -- an entry and one of the two steps before and after it: without them no chain has three steps
    select actor_id
    from events
    where action in ('login', 'credential_change', 'mfa_change')
        and event_time >= $since - interval 1 hour * $window_h and event_time < $until
    group by actor_id
    having count(*) filter (where action = 'login' and status = 'ok' and event_time >= $since) > 0
        and (
            count(*) filter (where action <> 'login' and event_time >= $since) > 0
            or count(*) filter (where action = 'login' and status = 'fail') >= $min_fails
        )
),

deed as (
    select
        actor_id,
        action,
        status,
        event_time,
        t_us,
        device_id_hash,
        case when action = 'login' and status = 'fail' then 1 else 0 end as failed,
        case when action = 'login' and status = 'ok' then 1 else 0 end as opened,
        case when action in ('credential_change', 'mfa_change') and coalesce(status, 'ok') <> 'fail' then 1 else 0 end
            as changed,
        case
            when action in ('message', 'comment', 'reply', 'mention', 'follow', 'invite')
            then coalesce(target_account_id, target_id)
        end as reached,
        ip_prefix,
        coalesce(cast(asn as varchar), ip_prefix) as provider
    from events
    semi join candidate using (actor_id)
    where event_time >= $since - interval 1 hour * ($history_d * 24 + $window_h) and event_time < $until
),

known as (
    -- a device or network is known from the first thing that worked there
    select
        deed.*,
        min(case when failed = 0 then t_us end) over (partition by actor_id, device_id_hash) as device_us,
        min(case when failed = 0 then t_us end) over (partition by actor_id, ip_prefix) as network_us,
        min(case when failed = 0 then t_us end) over (partition by actor_id, provider) as provider_us,
        coalesce(sum(1 - failed) over (
            partition by actor_id order by t_us range between unbounded preceding and 1 preceding
        ), 0) as past_acts,
        min(t_us) over (partition by actor_id) as from_us
    from deed
),

entry as (
    -- named by its moment: two logins from the same place in one microsecond are one entry
    select distinct actor_id, t_us, device_id_hash, from_us
    from known
    where opened = 1 and event_time >= $since
        and device_id_hash is not null and ip_prefix is not null
        and device_us = t_us and network_us = t_us and provider_us = t_us
        and past_acts >= $min_past_acts
),

step as (
    select
        entry.actor_id,
        entry.t_us as entry_us,
        entry.from_us,
        known.action,
        known.status,
        known.t_us,
        known.event_time,
        known.reached,
        case
            -- the owner's own mistakes, on a device that had worked before, are no attack
            when known.failed = 1 and known.t_us <= entry.t_us and coalesce(known.device_us >= entry.t_us, true) then 'failed'
            when known.opened = 1 and known.t_us = entry.t_us and known.device_id_hash = entry.device_id_hash then 'entered'
            when known.changed = 1 and known.t_us >= entry.t_us then 'changed'
            when known.reached is not null and known.t_us >= entry.t_us
                and coalesce(known.device_id_hash, entry.device_id_hash) = entry.device_id_hash then 'reached'
            when known.reached is not null and known.t_us < entry.t_us then 'usual'
        end as step
    from entry
    join known on known.actor_id = entry.actor_id
        and known.t_us <= entry.t_us + $window_h * 3600000000
        and (known.t_us >= entry.t_us - $window_h * 3600000000 or known.reached is not null)
),

chain as (
    select
        actor_id,
        entry_us,
        min(event_time) filter (where step in ('failed', 'entered')) as first_seen,
        max(event_time) filter (where step in ('entered', 'changed', 'reached')) as last_seen,
        max(case when step = 'entered' then event_time end) as entered_at,
        count(*) filter (where step = 'failed') as fails,
        count(*) filter (where step = 'changed') as changes,
        count(distinct case when step = 'reached' then reached end) as reached,
        -- what it reached before, per window_h; acts, so that nobody's usual is counted too low
        count(*) filter (where step = 'usual') * $window_h * 3600000000
            / nullif(greatest(min(entry_us - from_us), $window_h * 3600000000), 0) as usual
    from step
    where step is not null
    group by actor_id, entry_us
),

judged as (
    select
        chain.*,
        case when reached >= $min_reached and reached >= usual * $min_lift then 1 else 0 end as fan_out,
        case when fails >= $min_fails then 1 else 0 end as forced,
        case when changes > 0 then 1 else 0 end as locked
    from chain
),

takeover as (
    select *, 1 + forced + locked + fan_out as steps
    from judged
    where 1 + forced + locked + fan_out >= $min_steps and (fan_out = 1 or $fan_out = 'may come later')
    qualify row_number() over (partition by actor_id order by 1 + forced + locked + fan_out desc, reached desc, entry_us) = 1
),

evidence as (
    select distinct takeover.actor_id as entity_id, events.event_id, step.step as because
    from takeover
    join step on step.actor_id = takeover.actor_id and step.entry_us = takeover.entry_us
    join events
        on events.actor_id = step.actor_id and events.t_us = step.t_us and events.action = step.action
        and events.status is not distinct from step.status
    where step.step in ('failed', 'entered', 'changed', 'reached')
)

select
    actor_id as entity_id,
    reached as score,
    first_seen,
    last_seen,
    steps,
    entered_at,
    fails,
    changes,
    round(usual, 4) as usual_reached
from takeover
order by score desc, steps desc, entity_id;

execute takeover_chain(
    since         := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until         := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_h      := 24,                      -- hours before and after the entry in which the other steps must lie [1..720]
    min_steps     := 3,                       -- steps of four: failures, entry, change, fan-out; the entry is always one [3..4]
    min_fails     := 3,                       -- failed logins from elsewhere that are a step [1..1000]
    min_reached   := 8,                       -- accounts reached from the new device that are a step [1..100000]
    min_lift      := 3,                       -- times as many as the account usually addresses in window_h [1..1000]
    fan_out       := 'required',              -- whether the fan-out must have happened {required, may come later}
    history_d     := 28,                      -- days before since in which devices and networks become known [1..366]
    min_past_acts := 3                        -- acts before the entry without which nothing is known of an account [1..100000]
);
