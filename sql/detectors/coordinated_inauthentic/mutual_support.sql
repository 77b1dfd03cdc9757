-- mutual_support: two accounts that speak in the same threads within minutes and back each other up, beyond chance
--
-- abuse_type:  coordinated_inauthentic
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id, events.target_account_id
-- acts:        comment, reply, like, repost
-- optional:    events.root_id - a thread is what was spoken under, not the whole conversation
-- score:       times the two met in a thread or backed each other up
-- hypothesis:  One person who argues with several voices brings them to the same threads within minutes and lets them
--              agree: likes and replies go both ways, and hardly to anybody else. Chance, given how much both speak
--              and how much support each gives and gets, does not do that in thread after thread.
-- benign:      Couples, friends and co-workers who follow the same threads; a host and a moderator. Chance knows no
--              friendship and does not explain them: what tells them apart is that most of what they say and back goes
--              to others (min_between_pct). Those who have hardly anybody else look the same.
-- blind_spots: A main account with a life of its own and a voice that only backs it; voices that never answer each other,
--              or hours apart; more voices than two that take turns so that no pair meets min_threads times; support by
--              views or gifts.
-- source:      Kumar et al., WWW 2017 (An Army of Me): sockpuppets are found as pairs, not one by one
-- next:        Run infrastructure_share on the pair; compare how they write; look for a third voice.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0049.001, T0146
prepare mutual_support as
with support as (
    select actor_id, target_account_id as backed_id, count(*) as times, min(t_us) as first_us, max(t_us) as last_us
    from events
    where action in ('like', 'reply', 'repost') and event_time >= $since and event_time < $until
        and target_account_id is not null and target_account_id <> actor_id
    group by actor_id, target_account_id
),

steady as (
    select * from support where times >= $min_each
),

mutual as (
    -- support that goes one way is a fan's
    select
        one.actor_id as a,
        other.actor_id as b,
        one.times as a_backed,
        other.times as b_backed,
        least(one.first_us, other.first_us) as first_us,
        greatest(one.last_us, other.last_us) as last_us
    from steady as one
    join steady as other on other.actor_id = one.backed_id and other.backed_id = one.actor_id
    where one.actor_id < other.actor_id
),

speech as (
    -- speaking again in a thread is no new meeting: the first word counts
    select actor_id, coalesce(root_id, target_id) as thread_id, min(t_us) as t_us
    from events
    where action in ('comment', 'reply') and event_time >= $since and event_time < $until
        and coalesce(root_id, target_id) is not null
    group by actor_id, coalesce(root_id, target_id)
),

account as (
    select actor_id, sum(threads) as threads, sum(given) as given, sum(received) as received
    from (
        select actor_id, 1 as threads, 0 as given, 0 as received from speech
        union all
        select actor_id, 0, times, 0 from support
        union all
        select backed_id, 0, 0, times from support
    ) as deed
    group by actor_id
),

chance as (
    -- deal the words out anew, every thread and moment kept: how often any two of them meet
    select 2.0 * sum(near) / nullif(count(*) * (cast(count(*) as double) - 1), 0) as rate
    from (
        select count(*) over (
            partition by thread_id order by t_us range between cast($window_s as bigint) * 1000000 preceding and current row
        ) - 1 as near
        from speech
    ) as company
),

meeting as (
    select mutual.a, mutual.b, one.thread_id, one.t_us as a_us, other.t_us as b_us
    from mutual
    join speech as one on one.actor_id = mutual.a
    join speech as other
        on other.actor_id = mutual.b
        and other.thread_id = one.thread_id
        and abs(other.t_us - one.t_us) <= cast($window_s as bigint) * 1000000
),

met as (
    select
        a,
        b,
        count(*) as threads,
        median(abs(a_us - b_us)) as lag_us,
        min(least(a_us, b_us)) as first_us,
        max(greatest(a_us, b_us)) as last_us
    from meeting
    group by a, b
    having count(*) >= $min_threads
),

field as (
    select cast(count(*) filter (where given > 0) as double) as accounts, sum(given) as backed
    from account
),

tested as (
    select
        mutual.a,
        mutual.b,
        met.threads,
        mutual.a_backed + mutual.b_backed as backed,
        met.lag_us,
        least(met.first_us, mutual.first_us) as first_us,
        greatest(met.last_us, mutual.last_us) as last_us,
        chance.rate * one.threads * other.threads
            + (one.given * other.received + other.given * one.received) / nullif(cast(field.backed as double), 0) as expected,
        field.accounts * (field.accounts - 1) / 2.0 as possible,
        least(
            100.0 * (met.threads + mutual.a_backed) / nullif(one.threads + one.given, 0),
            100.0 * (met.threads + mutual.b_backed) / nullif(other.threads + other.given, 0)
        ) as between_pct
    from mutual
    join met on met.a = mutual.a and met.b = mutual.b
    join account as one on one.actor_id = mutual.a
    join account as other on other.actor_id = mutual.b
    cross join chance
    cross join field
),

tie as (
    -- no more than so many pairs by chance among all that could be: Bonferroni
    select
        a,
        b,
        threads + backed as weight,
        threads,
        backed,
        round(expected, 4) as expected,
        round(between_pct, 1) as between_pct,
        round(lag_us / 1000000, 4) as median_lag_s,
        make_timestamp(first_us) as first_seen,
        make_timestamp(last_us) as last_seen
    from tested
    where poisson_tail(threads + backed, expected) * possible <= $max_chance and between_pct >= $min_between_pct
),

side as (
    select a as actor_id, b as partner_id, weight, threads, backed, expected, between_pct, median_lag_s, first_seen, last_seen from tie
    union all
    select b, a, weight, threads, backed, expected, between_pct, median_lag_s, first_seen, last_seen from tie
),

evidence as (
    select side.actor_id as entity_id, events.event_id, min(side.partner_id) as partner
    from side
    join events on events.actor_id = side.actor_id
    left join meeting
        on meeting.a = least(side.actor_id, side.partner_id)
        and meeting.b = greatest(side.actor_id, side.partner_id)
        and events.action in ('comment', 'reply')
        and events.t_us = case when side.actor_id = meeting.a then meeting.a_us else meeting.b_us end
    where events.event_time >= $since and events.event_time < $until
        and (
            meeting.a is not null
            or (events.action in ('like', 'reply', 'repost') and events.target_account_id = side.partner_id)
        )
    group by side.actor_id, events.event_id
)

select
    actor_id as entity_id,
    cast(max(weight) as bigint) as score,
    min(first_seen) as first_seen,
    max(last_seen) as last_seen,
    count(*) as partners,
    max(threads) as threads,
    cast(max(backed) as bigint) as backed,
    min(expected) as expected,
    max(between_pct) as between_pct,
    min(median_lag_s) as median_lag_s
from side
group by actor_id
order by score desc, entity_id;

execute mutual_support(
    since           := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until           := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s        := 600,                     -- first words in one thread at most this many seconds apart meet [1..86400]
    min_threads     := 3,                       -- threads two accounts must meet in [1..1000]
    min_each        := 2,                       -- times each must have backed the other up [1..1000]
    min_between_pct := 50,                      -- per cent of either's first words and support that the pair must share [1..100]
    max_chance      := 0.01                     -- pairs that chance may make, among all that could be [0..1]
);
