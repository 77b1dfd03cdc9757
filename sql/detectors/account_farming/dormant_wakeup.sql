-- dormant_wakeup: accounts silent for weeks that wake within hours of each other and meet on the same target
--
-- abuse_type:  account_farming
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id
-- optional:    accounts.created_at - accounts that never acted in the history are unknown, not dormant
-- score:       accounts that woke and met on one target, in the largest window
-- hypothesis:  Registered accounts are kept until they look old, then sold and put to work in one batch: they wake in
--              the same hours and serve the same order, among few ordinary visitors.
-- benign:      One person back from a holiday meets nobody. Everybody's return (season, outage, big match): then
--              waking accounts are common on every target. A viral target draws sleepers, but far more others. A
--              message of the platform itself ("we miss you") that leads sleepers to one target names them all: ask
--              what was sent that day.
-- blind_spots: Cohorts woken one by one over days; kept warm with a view now and then; that post only things of their
--              own (see copypasta); hidden in a popular target's crowd. Silence before the first day of data.
-- source:      Fake trends made by reused old accounts (Elmas et al., EuroS&P 2021); DISARM T0150.002
-- next:        Run device_share and signup_burst on the cohort; see who owns the targets; ask for changes of
--              credentials around the waking.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0150.002, T0146
prepare dormant_wakeup as
-- Together means: at least min_accounts accounts, each within window_h of its own waking, act in the same way on the
-- same target within window_h of each other; they are at least min_awake_pct of all accounts that do so there and
-- then, and at least min_lift times as common there as on the whole platform that day.
with active_day as (
    -- dormant_d is a day or more, so every silence that matters lies between two different days
    select
        actor_id,
        event_date,
        min(t_us) as first_us,
        max(t_us) as last_us
    from events
    where event_time >= $since and event_time < $until
    group by actor_id, event_date
),

past as (
    select actor_id, min(t_us) as first_us, max(t_us) as last_us
    from events
    where event_time >= $since - interval 1 day * $history_d and event_time < $since
    group by actor_id
),

known as (
    select min(first_us) as from_us
    from (select first_us from past union all select first_us from active_day) as everything
),

stretch as (
    -- a silence of dormant_d leaves empty a whole bucket of half of it: without an empty one only the first day matters
    select actor_id, min(from_date) as from_date, max(bucket) - min(bucket) + 1 - count(*) as empty
    from (
        select actor_id, first_us // ($dormant_d * 43200000000) as bucket, min(event_date) as from_date
        from active_day
        group by actor_id, first_us // ($dormant_d * 43200000000)
    ) as occupied
    group by actor_id
),

gap as (
    select
        active_day.actor_id,
        active_day.event_date,
        active_day.first_us,
        coalesce(
            lag(active_day.last_us) over (partition by active_day.actor_id order by active_day.event_date), past.last_us
        ) as before_us
    from active_day
    join stretch on stretch.actor_id = active_day.actor_id
    left join past on past.actor_id = active_day.actor_id
    where stretch.empty > 0 or active_day.event_date = stretch.from_date
),

waking as (
    -- silence is counted from the last act, else from registration, and never over days without any data
    select
        gap.actor_id,
        gap.event_date,
        gap.first_us as woke_us,
        gap.first_us - coalesce(
            gap.before_us,
            case when accounts.created_at is not null then greatest(epoch_us(accounts.created_at), known.from_us) end
        ) as silent_us
    from gap
    cross join known
    left join accounts on accounts.account_id = gap.actor_id
    where gap.before_us is null or gap.first_us - gap.before_us >= $dormant_d * 86400000000
),

woken as (
    select actor_id, event_date, woke_us, silent_us
    from waking
    where silent_us >= $dormant_d * 86400000000
),

day as (
    -- the wakings of one window back still colour a day
    select
        actors.event_date,
        actors.accounts,
        sum(coalesce(wakings.accounts, 0)) over (
            order by actors.day range between ($window_h + 23) // 24 preceding and current row
        ) as awake
    from (
        select event_date, min(first_us) // 86400000000 as day, count(*) as accounts from active_day group by event_date
    ) as actors
    left join (select event_date, count(*) as accounts from woken group by event_date) as wakings
        on wakings.event_date = actors.event_date
),

fresh as (
    -- watching and logging in is what every returning person does
    select events.action, events.target_id, events.t_us
    from events
    join woken
        on woken.actor_id = events.actor_id
        and events.t_us between woken.woke_us and woken.woke_us + $window_h * 3600000000
    where events.event_time >= $since and events.event_time < $until
        and events.target_id is not null
        and events.action not in ('view', 'signup', 'login', 'logout', 'credential_change', 'mfa_change', 'profile_update')
),

crowded as (
    -- a window lies within two neighbouring buckets, so this loses none
    select distinct action, target_id
    from (
        select
            action,
            target_id,
            sum(acts) over (
                partition by action, target_id order by bucket range between 1 preceding and current row
            ) as acts
        from (
            select action, target_id, t_us // ($window_h * 3600000000) as bucket, count(*) as acts
            from fresh
            group by action, target_id, t_us // ($window_h * 3600000000)
        ) as bucket
    ) as neighbours
    where acts >= $min_accounts
),

visit as (
    select
        events.actor_id,
        events.action,
        events.target_id,
        events.event_time,
        events.event_date,
        events.t_us,
        woken.silent_us,
        case when woken.actor_id is not null then 1 else 0 end as awake
    from events
    semi join crowded on crowded.action = events.action and crowded.target_id = events.target_id
    left join woken
        on woken.actor_id = events.actor_id
        and events.t_us between woken.woke_us and woken.woke_us + $window_h * 3600000000
    where events.event_time >= $since and events.event_time < $until
),

stay as (
    -- an account counts once: until the window has passed over its act, or its next act takes its place
    select
        visit.*,
        least(
            t_us + $window_h * 3600000000 + 1,
            lead(t_us) over (partition by action, target_id, actor_id order by t_us)
        ) as left_us
    from visit
),

step as (
    select action, target_id, t_us, event_date, 1 as accounts, awake from stay
    union all
    select action, target_id, left_us, null, -1, -awake from stay
),

level as (
    select
        action,
        target_id,
        t_us,
        event_date,
        sum(accounts) over (partition by action, target_id order by t_us rows unbounded preceding) as accounts,
        sum(awake) over (partition by action, target_id order by t_us rows unbounded preceding) as awake
    from (
        select
            action, target_id, t_us, max(event_date) as event_date, sum(accounts) as accounts, sum(awake) as awake
        from step
        group by action, target_id, t_us
    ) as moment
),

peak as (
    select level.action, level.target_id, level.t_us, level.awake
    from level
    join day on day.event_date = level.event_date
    where level.awake >= $min_accounts
        and level.awake * 100 >= level.accounts * $min_awake_pct
        and level.awake * day.accounts >= level.accounts * day.awake * $min_lift
),

placed as (
    select
        stay.*,
        max(peak.awake) over (
            partition by stay.action, stay.target_id order by stay.t_us
            range between current row and $window_h * 3600000000 following
        ) as cohort
    from stay
    left join peak on peak.action = stay.action and peak.target_id = stay.target_id and peak.t_us = stay.t_us
),

met as (select * from placed where cohort is not null and awake = 1),

tie as (
    -- each account hangs on the one that acted before it: the cohort stays whole without a tie for every pair
    select least(actor_id, before_id) as a, greatest(actor_id, before_id) as b, count(*) as weight
    from (
        select
            actor_id,
            t_us,
            lag(actor_id) over (partition by action, target_id order by t_us, actor_id) as before_id,
            lag(t_us) over (partition by action, target_id order by t_us, actor_id) as before_us
        from met
    ) as neighbour
    where actor_id <> before_id and t_us - before_us <= $window_h * 3600000000
    group by least(actor_id, before_id), greatest(actor_id, before_id)
),

evidence as (
    select distinct met.actor_id as entity_id, events.event_id
    from met
    join events
        on events.actor_id = met.actor_id and events.t_us = met.t_us
        and events.action = met.action and events.target_id = met.target_id
)

select
    actor_id as entity_id,
    cast(max(cohort) as bigint) as score,
    min(event_time) as first_seen,
    max(event_time) as last_seen,
    max(silent_us) // 86400000000 as silent_d,
    count(distinct target_id) as targets,
    count(*) as acts
from met
group by actor_id
order by score desc, entity_id;

execute dormant_wakeup(
    since         := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until         := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    history_d     := 90,                      -- days before since in which silence is known [1..3660]
    dormant_d     := 30,                      -- days without any act that make an account dormant [1..3660]
    window_h      := 24,                      -- hours after waking, and hours within which accounts meet [1..720]
    min_accounts  := 5,                       -- woken accounts that make a cohort [2..100000]
    min_awake_pct := 50,                      -- per cent of the accounts acting on the target there and then that have woken [1..100]
    min_lift      := 3                        -- times as common on the target as among everybody active that day [1..1000]
);
