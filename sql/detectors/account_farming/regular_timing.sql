-- regular_timing: accounts that act at pauses too even, or too well aligned with the clock, for a person
--
-- abuse_type:  account_farming
-- entity:      account
-- severity:    low
-- status:      trial
-- requires:    events.actor_id, events.action
-- optional:    accounts.verified - cannot leave out checked newsrooms,
--              accounts.account_type - cannot leave out checked newsrooms
-- score:       pauses looked at
-- hypothesis:  A job in a crontab acts every so many minutes, or at a fixed minute, for hours, day and night. People
--              come in visits: many acts close together, then hours of nothing.
-- benign:      Newsrooms and shops publish by scheduler, on the hour: verified business accounts are left out. Screen
--              readers and switches act in equal steps, but some steps pass unused and visits end within the hour. A help
--              desk that works off an even stream of questions is never early or late by much, but its pauses differ by a
--              tenth and more; a clock's are the same but for those it skips (max_spread_pct). Automation is not abuse by
--              itself: ask what it does before acting.
-- blind_spots: Pauses drawn at random, or with a jitter of a tenth of the pause, off the minutes of a crontab; fewer than
--              min_day acts of a kind a day; bots behind a verified business; views, logins and other acts that clients
--              repeat by themselves are not looked at.
-- source:      Burstiness: Kim and Jo, Phys. Rev. E 94, 2016 (after Goh and Barabasi, 2008); Rayleigh test of phases:
--              Fisher, Statistical analysis of circular data, 1993; many tests: Benjamini and Hochberg, JRSS B 57, 1995
-- next:        See what the account does and for whom; run like_ring and token_pool; compare client_hash and app_id.
-- disarm:      T0146
prepare regular_timing as
-- Each kind of act has a rhythm of its own: a bot that also likes by hand is still a clock where it posts.
with scheduler as (
    select account_id
    from accounts
    where verified and account_type = 'business' and $schedulers = 'leave_out'
),

busy as (
    -- only days dense enough to hold a rhythm are read again
    select actor_id, action, event_date
    from events
    where event_time >= $since and event_time < $until
        and action not in (
            'view', 'signup', 'login', 'logout', 'credential_change', 'mfa_change', 'profile_update', 'join', 'leave'
        )
    group by actor_id, action, event_date
    having count(*) >= $min_day
),

act as (
    select
        events.event_id,
        events.actor_id,
        events.action,
        events.t_us,
        events.t_us - lag(events.t_us) over (
            partition by events.actor_id, events.action order by events.t_us, events.event_id
        ) as gap_us
    from events
    semi join busy
        on busy.actor_id = events.actor_id and busy.action = events.action and busy.event_date = events.event_date
    anti join scheduler on scheduler.account_id = events.actor_id
    where events.event_time >= $since and events.event_time < $until
),

pace as (
    -- a pause longer than lull_h lies between two runs, not within one
    select
        actor_id,
        action,
        count(*) filter (where gap_us <= $lull_h * 3600000000) as gaps,
        count(distinct t_us // 3600000000) as hours,
        count(distinct t_us // 3600000000 % 24) as clock_hours,
        min(t_us) as first_us,
        max(t_us) as last_us,
        median(case when gap_us <= $lull_h * 3600000000 then gap_us end) as middle_us,
        avg(case when gap_us <= $lull_h * 3600000000 then cast(gap_us as double) end) as mean_us,
        stddev_samp(case when gap_us <= $lull_h * 3600000000 then cast(gap_us as double) end) as sd_us
    from act
    group by actor_id, action
    having count(*) filter (where gap_us <= $lull_h * 3600000000) >= $min_gaps
        and count(distinct t_us // 3600000000) >= $min_hours
),

alike as (
    -- who works off an even stream of questions is never early by much, but no two pauses are the same
    select act.actor_id, act.action, count(*) as gaps
    from act
    join pace on pace.actor_id = act.actor_id and pace.action = act.action
    where abs(act.gap_us - pace.middle_us) * 100 <= pace.middle_us * $max_spread_pct
    group by act.actor_id, act.action
),

grain as (
    -- an export that knows no seconds puts everybody on the minute: that is the clock of the data, nobody's rhythm
    select
        case
            when count(*) filter (where t_us % 3600000000 <> 0) = 0 then 3600
            when count(*) filter (where t_us % 60000000 <> 0) = 0 then 60
            else 0
        end as seconds
    from act
),

period as (
    select crontab.seconds, cast(crontab.seconds as bigint) * 1000000 as us
    from (values (60), (300), (600), (900), (1800), (3600)) as crontab (seconds)
    join grain on crontab.seconds > grain.seconds
),

phase as (
    -- only acts after a pause of half a period count: those of one visit share a phase for another reason.
    -- whole millionths add up to the same sum in any order
    select
        act.actor_id,
        act.action,
        period.seconds,
        count(*) as acts,
        sum(cast(round(1000000 * cos(
            2 * pi() * (act.t_us % nullif(period.us, 0)) / nullif(period.us, 0)
        )) as bigint)) as east,
        sum(cast(round(1000000 * sin(
            2 * pi() * (act.t_us % nullif(period.us, 0)) / nullif(period.us, 0)
        )) as bigint)) as north
    from act
    semi join pace on pace.actor_id = act.actor_id and pace.action = act.action
    join period on act.gap_us * 2 >= period.us
    group by act.actor_id, act.action, period.seconds
    having count(*) >= $min_gaps
),

aligned as (
    -- six periods are tried, so each must be six times as unlikely
    select
        actor_id,
        action,
        seconds,
        -log10(greatest(
            6 * rayleigh_tail(
                acts,
                least(1, sqrt(cast(east as double) * east + cast(north as double) * north) / (1000000 * nullif(acts, 0)))
            ),
            1e-300
        )) as chance_digits
    from phase
    qualify row_number() over (partition by actor_id, action order by chance_digits desc, seconds desc) = 1
),

placed as (
    select
        *,
        count(*) over () as tried,
        row_number() over (order by chance_digits desc, actor_id, action) as place
    from aligned
),

discovered as (
    -- many accounts are tried: the share of chance among all that are at least as aligned (Benjamini and Hochberg)
    select
        *,
        round(max(chance_digits + log10(greatest(place, 1)) - log10(greatest(tried, 1))) over (
            order by place desc rows between unbounded preceding and current row
        ), 2) as digits
    from placed
),

rhythm as (
    select
        pace.*,
        round(burstiness(pace.mean_us, pace.sd_us, pace.gaps), 4) as unevenness,
        round(100.0 * coalesce(alike.gaps, 0) / nullif(pace.gaps, 0), 1) as alike_pct,
        coalesce(discovered.digits, 0) as digits,
        case when discovered.digits >= $min_digits then discovered.seconds end as period_s
    from pace
    left join alike on alike.actor_id = pace.actor_id and alike.action = pace.action
    left join discovered on discovered.actor_id = pace.actor_id and discovered.action = pace.action
),

regular as (
    select *
    from rhythm
    where unevenness <= $max_unevenness and alike_pct >= 50 or digits >= $min_digits
),

evidence as (
    select act.actor_id as entity_id, act.event_id, round(act.gap_us / 1000000, 1) as gap_s
    from act
    semi join regular on regular.actor_id = act.actor_id and regular.action = act.action
)

select
    actor_id as entity_id,
    gaps as score,
    make_timestamp(first_us) as first_seen,
    make_timestamp(last_us) as last_seen,
    action,
    round(mean_us / 1000000, 1) as mean_gap_s,
    unevenness,
    alike_pct,
    period_s,
    digits,
    hours,
    clock_hours
from regular
qualify row_number() over (partition by actor_id order by gaps desc, action) = 1
order by score desc, entity_id;

execute regular_timing(
    since          := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until          := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_gaps       := 20,                      -- pauses, and acts after a pause, that a rhythm is judged by [3..100000]
    max_unevenness := -0.6,                    -- burstiness of the pauses: -1 is a clock, 0 chance, 1 bursts [-1..1]
    max_spread_pct := 5,                       -- per cent of the middle pause within which half of the pauses lie [0..100]
    min_digits     := 4,                       -- digits of the share of chance among all as aligned: 4 is one in 10,000 [1..300]
    min_day        := 12,                      -- acts of one kind that make a day worth a look [2..100000]
    min_hours      := 3,                       -- different hours in which it acted [1..8784]
    lull_h         := 6,                       -- hours of pause between two runs, left out [1..8784]
    schedulers     := 'leave_out'              -- verified business accounts, which publish by scheduler {leave_out, look_at}
);
