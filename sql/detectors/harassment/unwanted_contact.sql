-- unwanted_contact: one person keeps addressing somebody who blocked them, also from other accounts on the same device
--
-- abuse_type:  harassment
-- entity:      account
-- severity:    high
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_account_id
-- acts:        block, mute, mention, reply, comment, message, follow, invite
-- optional:    events.device_id_hash - a person's second account is a stranger
-- score:       contacts after the block, by all accounts of the person
-- hypothesis:  To block is to say no. Who goes on for days, under the own name where that is possible and else from
--              another account on the same device, pursues somebody.
-- benign:      Friends who quarrel and make up: the other side answers. A shop's support: the customer writes too.
--              Somebody muted does not know it: mutes count only when asked for. Critics and parody who name a public
--              figure that blocked them: the acts are mentions, see the columns mentions and direct.
-- blind_spots: Pursuit before the first block (target_fixation); second accounts on devices that never addressed the same
--              person before; second accounts that had addressed them before the block; blocks older than history_d;
--              unblocking, which events do not tell from other undoing, unless the other side answers. A relative on the
--              same device who first speaks to them after the block is one person with the blocked here.
-- source:      Practice of trust and safety teams; ban_return for second accounts by other signs
-- next:        Ask the person who blocked what they need before anything else; close the way in for the device, not for
--              one account; keep the acts as evidence for them.
-- dsa:         CYBER_VIOLENCE:CYBER_STALKING
-- disarm:      T0048
prepare unwanted_contact as
with refusal as (
    select actor_id as target_account_id, coalesce(target_account_id, target_id) as actor_id, min(t_us) as refused_us
    from events
    where action in ('block', 'mute') and $refusal in ('block or mute', action)
        and coalesce(target_account_id, target_id) <> actor_id
        and event_time >= $since - interval 1 day * $history_d and event_time < $until
    group by actor_id, coalesce(target_account_id, target_id)
),

contact as (
    -- everything said to those who ever refused somebody
    select actor_id, target_account_id, action, device_id_hash, t_us
    from events
    where action in ('mention', 'reply', 'comment', 'message', 'follow', 'invite')
        and target_account_id in (select target_account_id from refusal)
        and actor_id <> target_account_id
        and event_time >= $since - interval 1 day * $history_d and event_time < $until
),

face as (
    select target_account_id, actor_id, device_id_hash,
        min(min(t_us)) over (partition by target_account_id, actor_id) as from_us
    from contact
    group by target_account_id, actor_id, device_id_hash
),

public as (
    -- a machine that many address one person from is an internet cafe, not a person
    select target_account_id, device_id_hash
    from face
    group by target_account_id, device_id_hash
    having count(*) > $max_accounts
),

hand as (
    select face.*, refusal.refused_us
    from face
    left join refusal
        on refusal.target_account_id = face.target_account_id and refusal.actor_id = face.actor_id
    anti join public
        on public.target_account_id = face.target_account_id and public.device_id_hash = face.device_id_hash
    where face.device_id_hash is not null
),

alias as (
    -- another account on a device of the refused one that first addresses the same person from then on
    select hand.target_account_id, hand.actor_id, refused.actor_id as person_id, refused.refused_us
    from hand
    join hand as refused
        on refused.target_account_id = hand.target_account_id and refused.device_id_hash = hand.device_id_hash
    where hand.from_us > refused.refused_us
    union all
    select target_account_id, actor_id, actor_id, refused_us from refusal
),

person as (
    -- accounts that were refused one after the other are the person who was refused first
    select target_account_id, actor_id, person_id, refused_us
    from alias
    qualify row_number() over (partition by target_account_id, actor_id order by refused_us, person_id) = 1
),

pursuit as (
    select contact.*, person.person_id, person.refused_us
    from contact
    join person on person.target_account_id = contact.target_account_id and person.actor_id = contact.actor_id
    where contact.t_us > person.refused_us
),

persistent as (
    select
        target_account_id,
        person_id,
        min(refused_us) as refused_us,
        count(*) as contacts,
        count(distinct t_us // 86400000000) as days,
        count(distinct actor_id) as accounts,
        count(*) filter (where actor_id <> person_id) as by_others
    from pursuit
    group by target_account_id, person_id
    having count(*) >= $min_contacts and count(distinct t_us // 86400000000) >= $min_days
        and count(*) filter (where t_us >= epoch_us($since)) > 0
),

answer as (
    select person.target_account_id, person.person_id, count(*) as answers
    from events as back
    join person on person.target_account_id = back.actor_id and person.actor_id = back.target_account_id
    join persistent
        on persistent.target_account_id = person.target_account_id and persistent.person_id = person.person_id
    where back.action in ('mention', 'reply', 'comment', 'message', 'follow', 'like', 'accept', 'invite')
        and back.event_time >= $since - interval 1 day * $history_d and back.event_time < $until
        and back.t_us > persistent.refused_us
    group by person.target_account_id, person.person_id
),

found as (
    select persistent.*, coalesce(answer.answers, 0) as answers
    from persistent
    left join answer
        on answer.target_account_id = persistent.target_account_id and answer.person_id = persistent.person_id
    where persistent.contacts >= coalesce(answer.answers, 0) * $acts_per_answer
),

evidence as (
    select
        events.actor_id as entity_id,
        events.event_id,
        case when events.actor_id = person.person_id then 'after the block' else 'from another account' end as because
    from events
    join person on person.target_account_id = events.target_account_id and person.actor_id = events.actor_id
    semi join found on found.target_account_id = person.target_account_id and found.person_id = person.person_id
    where events.action in ('mention', 'reply', 'comment', 'message', 'follow', 'invite')
        and events.t_us > person.refused_us
        and events.event_time >= $since - interval 1 day * $history_d and events.event_time < $until
),

finding as (
    select
        pursuit.actor_id,
        pursuit.target_account_id,
        pursuit.person_id,
        make_timestamp(min(pursuit.t_us)) as first_seen,
        make_timestamp(max(pursuit.t_us)) as last_seen,
        count(*) as own_contacts,
        count(*) filter (where pursuit.action = 'mention') as mentions,
        count(*) filter (where pursuit.action in ('message', 'reply', 'invite')) as direct
    from pursuit
    group by pursuit.actor_id, pursuit.target_account_id, pursuit.person_id
    having max(pursuit.t_us) >= epoch_us($since)
)

select
    finding.actor_id as entity_id,
    found.contacts as score,
    finding.first_seen,
    finding.last_seen,
    finding.target_account_id,
    finding.person_id,
    finding.own_contacts,
    finding.mentions,
    finding.direct,
    found.days,
    found.accounts,
    found.by_others,
    found.answers
from finding
join found on found.target_account_id = finding.target_account_id and found.person_id = finding.person_id
order by score desc, entity_id, target_account_id;

execute unwanted_contact(
    since           := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until           := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    history_d       := 28,                      -- days before since in which a block and what followed it is known [0..366]
    min_contacts    := 5,                       -- contacts after the block [1..10000]
    min_days        := 2,                       -- different days they must fall on [1..366]
    refusal         := 'block',                 -- what counts as a no {block or mute, block, mute}
    max_accounts    := 6,                       -- accounts that address one person from one device, above which it is public [1..1000]
    acts_per_answer := 4                        -- contacts for every answer of the other side that are still unwanted [1..1000]
);
