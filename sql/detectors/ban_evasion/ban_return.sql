-- ban_return: new accounts that resemble an account removed shortly before they were registered
--
-- abuse_type:  ban_evasion
-- entity:      account
-- severity:    high
-- status:      trial
-- requires:    accounts.created_at, enforcements.target_id, enforcements.action
-- optional:    enforcements.appeal_outcome - a ban that was overturned without a date still counts as one,
--              accounts.handle - cannot compare names,
--              accounts.avatar_hash - cannot compare pictures,
--              accounts.bio_hash - cannot compare profile texts,
--              accounts.email_hash - cannot see the address used again,
--              accounts.phone_hash - cannot see the number used again,
--              accounts.signup_device_hash - cannot see the device of registration,
--              accounts.signup_ip_prefix - cannot see the network of registration,
--              events.device_id_hash - cannot see devices used later,
--              events.ip_prefix - cannot see networks used later,
--              events.target_account_id - cannot see whom both go for,
--              content.text_key - cannot see the same words again
-- score:       bits: log2 of the odds that both accounts are one person's, prior_bits included (4.3 bits are 95 %)
-- hypothesis:  Who is removed comes back: with another address, but with the device, the line, the picture, the kind of
--              name, the words or the victims they had before.
-- benign:      Brothers and sisters on one device and one line: place alone never reaches min_bits. A handset sold on.
--              Fan accounts that share a star's name and picture: what more than max_shared accounts of this kind have
--              says nothing. People whose ban is overturned on appeal are not removed; a second account that the rules
--              allow looks the same and is for a person to judge.
-- blind_spots: Those who change everything; those who wait longer than history_d; removals without a date in
--              enforcements (accounts.status alone says nobody when); pairs that share nothing rare to be compared
--              by; a name that many bear counts as agreeing where something else brought the pair together.
-- source:      Ban evasion pairs (Niverthi et al., WWW 2022); weights: Fellegi and Sunter, JASA 64, 1969
-- next:        Compare both accounts by hand; fit the weights to your platform with trendkit.link_accounts.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0146
prepare ban_return as
-- Every field that both accounts have known adds bits when it agrees and takes bits away when it does not; a field
-- unknown for either adds nothing. Only pairs that share something rare are compared, so nothing is quadratic.
with removal as (
    select target_id as account_id, min(enforced_at) as removed_at
    from enforcements
    where target_type = 'account'
        and action in ('ban', 'suspend', 'remove')
        and reversed_at is null
        and coalesce(appeal_outcome, '') <> 'overturned'
        and enforced_at >= $since - interval 1 day * $history_d
        and enforced_at < $until
    group by target_id
),

person as (
    select
        accounts.account_id,
        accounts.created_at,
        removal.removed_at,
        lower(accounts.handle) as handle,
        -- the letters of a name survive the digits and dots that make it free again
        regexp_replace(lower(accounts.handle), '[0-9._ -]', '', 'g') as skeleton,
        accounts.avatar_hash,
        accounts.bio_hash,
        accounts.email_hash,
        accounts.phone_hash,
        accounts.signup_device_hash,
        accounts.signup_ip_prefix,
        case when accounts.created_at >= $since and accounts.created_at < $until then 1 else 0 end as fresh
    from accounts
    left join removal on removal.account_id = accounts.account_id
    where removal.account_id is not null or (accounts.created_at >= $since and accounts.created_at < $until)
),

act as (
    select distinct events.actor_id as account_id, events.device_id_hash, events.ip_prefix, events.target_account_id
    from events
    semi join person on person.account_id = events.actor_id
    where events.event_time >= $since - interval 1 day * $history_d and events.event_time < $until
),

trait as (
    select account_id, 'device' as kind, device_id_hash as trait from act where device_id_hash is not null
    union
    select account_id, 'device', signup_device_hash from person where signup_device_hash is not null
    union
    select account_id, 'network', ip_prefix from act where ip_prefix is not null
    union
    select account_id, 'network', signup_ip_prefix from person where signup_ip_prefix is not null
    union
    select account_id, 'target', target_account_id
    from act
    where target_account_id is not null and target_account_id <> account_id
    union
    select content.author_id, 'text', content.text_key
    from content
    semi join person on person.account_id = content.author_id
    where content.text_key is not null
        and content.created_at >= $since - interval 1 day * $history_d and content.created_at < $until
    union
    select account_id, 'name', skeleton from person where length(skeleton) >= $min_letters
    union
    select account_id, 'avatar', avatar_hash from person where avatar_hash is not null
    union
    select account_id, 'bio', bio_hash from person where bio_hash is not null
    union
    select account_id, 'contact', email_hash from person where email_hash is not null
    union
    select account_id, 'contact', phone_hash from person where phone_hash is not null
),

rare as (
    -- a trait of many is nobody's
    select kind, trait
    from trait
    group by kind, trait
    having count(*) >= 2 and count(*) <= $max_shared
),

known as (select account_id, kind, count(*) as traits from trait group by account_id, kind),

agreed as (
    select fresh.account_id, removed.account_id as removed_id, trait.kind, count(*) as shared
    from trait
    semi join rare on rare.kind = trait.kind and rare.trait = trait.trait
    join trait as other on other.kind = trait.kind and other.trait = trait.trait
    join person as fresh on fresh.account_id = trait.account_id and fresh.fresh = 1
    join person as removed
        on removed.account_id = other.account_id
        and removed.removed_at <= fresh.created_at
        and removed.account_id <> fresh.account_id
    -- lines are handed on: soon after the removal, one may still be theirs
    where trait.kind <> 'network'
        or epoch_us(fresh.created_at) - epoch_us(removed.removed_at) <= $network_d * 86400000000
    group by fresh.account_id, removed.account_id, trait.kind
),

pair as (
    select distinct account_id, removed_id
    from agreed
    -- one common acquaintance brings nobody together
    where kind <> 'target' or shared >= $min_targets
),

named as (
    select
        pair.account_id,
        pair.removed_id,
        case
            when fresh.skeleton = removed.skeleton and length(fresh.skeleton) >= $min_letters then 1
            -- engines count the letters of other scripts differently
            when regexp_matches(fresh.handle || removed.handle, '^[a-z0-9._ -]*$')
                and levenshtein(fresh.handle, removed.handle) * $letters_per_typo <= length(removed.handle)
                then 1
            else 0
        end as shared
    from pair
    join person as fresh on fresh.account_id = pair.account_id
    join person as removed on removed.account_id = pair.removed_id
    where fresh.handle is not null and removed.handle is not null
),

field as (
    -- one row for each field that both have known, with what they share of it
    select mine.account_id, pair.removed_id, mine.kind, coalesce(agreed.shared, 0) as shared
    from pair
    join known as mine on mine.account_id = pair.account_id
    join known as theirs on theirs.account_id = pair.removed_id and theirs.kind = mine.kind
    left join agreed
        on agreed.account_id = pair.account_id and agreed.removed_id = pair.removed_id and agreed.kind = mine.kind
    where mine.kind <> 'name'
    union all
    select account_id, removed_id, 'name', shared from named
),

weighed as (
    select
        account_id,
        removed_id,
        kind,
        shared,
        case kind
            when 'device' then case when shared > 0 then $device_same else $device_other end
            when 'network' then case when shared > 0 then $network_same else $network_other end
            when 'name' then case when shared > 0 then $name_same else $name_other end
            when 'avatar' then case when shared > 0 then $avatar_same else $avatar_other end
            when 'bio' then case when shared > 0 then $bio_same else $bio_other end
            when 'contact' then case when shared > 0 then $contact_same else $contact_other end
            when 'target' then case when shared >= $min_targets then $target_same else $target_other end
            else case when shared > 0 then $text_same else $text_other end
        end as bits
    from field
),

scored as (
    select
        account_id,
        removed_id,
        round(cast($prior_bits + sum(bits) as double), 4) as bits,
        string_agg(kind, ', ' order by kind) filter (where bits > 0) as same
    from weighed
    group by account_id, removed_id
    having $prior_bits + sum(bits) >= $min_bits
),

best as (
    select *, count(*) over (partition by account_id) as candidates
    from scored
    qualify row_number() over (partition by account_id order by bits desc, removed_id) = 1
),

tie as (
    -- several returns of one person
    select one.account_id as a, other.account_id as b, least(one.bits, other.bits) as weight, one.removed_id
    from best as one
    join best as other on other.removed_id = one.removed_id and other.account_id > one.account_id
),

evidence as (
    -- the account itself, and every removed one it may be
    select account_id as entity_id, account_id, cast(null as double) as bits, null as same from best
    union all
    select account_id, removed_id, bits, same from scored
)

select
    best.account_id as entity_id,
    best.bits as score,
    person.created_at as first_seen,
    person.created_at as last_seen,
    best.removed_id,
    removed.removed_at,
    best.same,
    round(1 / greatest(1 + power(2, -best.bits), 1), 4) as probability,
    best.candidates
from best
join person on person.account_id = best.account_id
join person as removed on removed.account_id = best.removed_id
order by score desc, entity_id;

execute ban_return(
    since            := timestamp '2026-10-24',  -- first moment to look at (inclusive): accounts registered from here on
    until            := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    history_d        := 60,                      -- days before since in which a removal, and acts before it, still count [0..3660]
    network_d        := 30,                      -- days from the removal in which the same network still says something [0..3660]
    max_shared       := 12,                      -- new and removed accounts above which a trait is nobody's own [2..100000]
    min_letters      := 5,                       -- letters a name must hold to be compared without its digits and dots [1..64]
    letters_per_typo := 5,                       -- letters of a handle for each letter that may differ [1..64]
    min_targets      := 2,                       -- people both acted on that count as going for the same [1..1000]
    device_same      := 6.0,                     -- bits for the same device; kept low because households share one [0..40]
    device_other     := -0.8,                    -- bits for devices that differ [-40..0]
    network_same     := 3.0,                     -- bits for the same network soon after the removal [0..40]
    network_other    := -0.8,                    -- bits for networks that differ [-40..0]
    name_same        := 5.0,                     -- bits for the same letters in the handle, or hardly different ones [0..40]
    name_other       := -1.5,                    -- bits for handles that differ [-40..0]
    avatar_same      := 8.0,                     -- bits for the same picture [0..40]
    avatar_other     := -1.0,                    -- bits for pictures that differ [-40..0]
    bio_same         := 6.0,                     -- bits for the same profile text [0..40]
    bio_other        := -0.7,                    -- bits for profile texts that differ [-40..0]
    contact_same     := 10.0,                    -- bits for the same address or number [0..40]
    contact_other    := -0.2,                    -- bits for addresses and numbers that differ: that is the first thing to change [-40..0]
    target_same      := 5.0,                     -- bits for going for the same people [0..40]
    target_other     := -0.5,                    -- bits for going for others [-40..0]
    text_same        := 5.0,                     -- bits for the same words [0..40]
    text_other       := -0.3,                    -- bits for other words [-40..0]
    prior_bits       := -10.0,                   -- log2 odds before looking: one compared pair in a thousand is one person [-40..0]
    min_bits         := 4.3                      -- bits that must remain; 4.3 are odds of 20 to 1 [-40..100]
);
