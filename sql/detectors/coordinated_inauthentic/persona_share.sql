-- persona_share: accounts registered within days of each other that share two of profile text, picture and handle pattern
--
-- abuse_type:  coordinated_inauthentic
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    accounts.created_at, accounts.bio_hash
-- optional:    accounts.avatar_hash - pictures cannot be compared
--              accounts.handle - handle patterns cannot be compared
--              accounts.verified - branches of one brand look like copies of one persona
-- score:       accounts that share the two traits, registered within window_d days, at the peak
-- hypothesis:  Personas come from a kit: one profile text, one set of pictures, one way of making handles (letters stay,
--              digits change). People share one trait with thousands; two at once, within days, only copies of a persona.
-- benign:      Branches of a brand open together with one text and one logo, and are verified; classes and conferences that
--              fill in a profile together. Fan accounts share picture and motto too, but join all year round. Newcomers who
--              still have the profile everybody starts with: more than max_holders accounts have it.
-- blind_spots: Kits with a text and a picture for each account; personas registered months apart; re-encoded pictures where
--              avatar_hash is not perceptual; old accounts bought and dressed anew (created_at is their first owner's); kits
--              worn by more than max_holders.
-- source:      Cluster features of fake accounts (Xiao et al., AISec 2015); DISARM T0145, T0146; the chance is the gamma-Poisson
--              prediction of a pace known from few (negative binomial)
-- next:        Run signup_burst and device_share on the accounts, then like_ring and repost_ring.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0145, T0146
prepare persona_share as
-- Rarity counts: what many accounts share all year is expected to meet within days by chance, the more so when everybody
-- else registers as well, and the tail says how often. Each pair of traits is a group of its own; an account is
-- reported with its largest.
with person as (
    select
        account_id,
        created_at,
        epoch_us(created_at) as t_us,
        bio_hash,
        avatar_hash,
        regexp_replace(lower(handle), '[0-9]+', '#', 'g') as pattern,
        count(*) over (
            order by epoch_us(created_at)
            range between cast($window_d as bigint) * 86400000000 preceding and current row
        ) as joined
    from accounts
    where created_at >= $since - interval 1 day * $history_d and created_at < $until
        and not coalesce(verified, false)
),

watched as (
    select epoch_us($until) - min(t_us) as us, count(*) as people
    from person
),

persona as (
    select 'bio and picture' as traits, bio_hash || ' ' || avatar_hash as persona, account_id, created_at, t_us, joined
    from person
    union all
    select 'bio and handle', bio_hash || ' ' || pattern, account_id, created_at, t_us, joined
    from person
    union all
    select 'picture and handle', avatar_hash || ' ' || pattern, account_id, created_at, t_us, joined
    from person
),

shared as (
    select traits, persona, count(*) as accounts
    from persona
    where persona is not null
    group by traits, persona
    having count(*) >= $min_accounts and count(*) <= $max_holders
),

pace as (
    select
        persona.*,
        shared.accounts,
        count(*) over (
            partition by persona.traits, persona.persona order by persona.t_us
            range between cast($window_d as bigint) * 86400000000 preceding and current row
        ) as in_window
    from persona
    join shared on shared.traits = persona.traits and shared.persona = persona.persona
),

expected as (
    -- the accounts outside the window say how often chance would fill it: evenly over time, or as everybody else joined;
    -- a platform that grows, or a day of advertising, fills it with default profiles. A pace known from few accounts may
    -- be off: their number and a half (Jeffreys) is what a gamma prior leaves, and it makes the count negative binomial
    select
        pace.*,
        (pace.accounts - pace.in_window + 0.5) * greatest(
            cast($window_d as bigint) * 86400000000 / greatest(watched.us, 1),
            (pace.joined - pace.in_window)
                / nullif(watched.people - pace.accounts - pace.joined + pace.in_window, 0)
        ) as by_chance
    from pace
    cross join watched
    where pace.created_at >= $since
),

reach as (
    select
        *,
        max(
            case
                when in_window >= $min_accounts and in_window > by_chance
                    and negative_binomial_tail(
                        in_window, by_chance, by_chance + by_chance * by_chance / nullif(accounts - in_window + 0.5, 0)
                    ) <= $max_chance
                then in_window
            end
        ) over (
            partition by traits, persona order by t_us
            range between current row and cast($window_d as bigint) * 86400000000 following
        ) as fullest
    from expected
),

sudden as (select * from reach where fullest is not null),

evidence as (
    select account_id as entity_id, account_id, traits
    from sudden
    qualify row_number() over (partition by account_id order by fullest desc, traits) = 1
)

select
    sudden.account_id as entity_id,
    sudden.fullest as score,
    sudden.created_at as first_seen,
    sudden.created_at as last_seen,
    sudden.traits,
    left(md5(sudden.persona), 12) as persona_key,
    sudden.accounts as holders
from sudden
join evidence on evidence.entity_id = sudden.account_id and evidence.traits = sudden.traits
order by score desc, entity_id;

execute persona_share(
    since        := timestamp '2026-10-24',  -- first registration to look at (inclusive)
    until        := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_d     := 3,                       -- days within which the accounts are registered [1..60]
    min_accounts := 5,                       -- accounts that must share two traits within window_d [2..100000]
    max_holders  := 1000,                    -- accounts above which it is the profile everybody starts with [2..100000000]
    max_chance   := 0.000001,                -- probability that chance brings as many into the window [0..1]
    history_d    := 365                      -- days before since that say how rare the persona is [0..3660]
);
