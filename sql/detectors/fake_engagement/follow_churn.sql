-- follow_churn: accounts that follow many strangers within hours and take most of the follows back within days
--
-- abuse_type:  fake_engagement
-- entity:      account
-- severity:    low
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id
-- acts:        follow, undo
-- score:       follows taken back among those of the fullest window
-- hypothesis:  A growth tool follows strangers by the dozen, waits for some to follow back, and takes its own follows
--              back so that the account looks sought after. Each round costs every target a notice they never asked for.
-- benign:      Somebody new follows dozens in an hour and keeps them; people at an event all follow each other once;
--              whoever tidies an old list takes back follows that are months old.
-- blind_spots: Tools that wait longer than undo_h or follow slower than min_follows in window_h; trains whose members
--              keep each other (see mutual_support); platforms that do not log the undo.
-- source:      Markets for follows (Stringhini et al., IMC 2013); Bluesky publishes a rule of 300 follows in 10 minutes
-- next:        Look at followed_back: who trades follows gets many; run token_pool for the tool they came through.
-- dsa:         OTHER_VIOLATION_TC
-- disarm:      T0092.002
prepare follow_churn as
with restless as (
    select actor_id
    from events
    where event_time >= $since and event_time < $until and action in ('follow', 'undo')
    group by actor_id
    having count(*) filter (where action = 'follow') >= $min_follows
        and count(*) filter (where action = 'undo') * 100 >= $min_follows * $min_undone_pct
),

step as (
    -- an undo repeats the target of what it takes back; at the same moment the follow came first
    select
        actor_id,
        target_id,
        action,
        t_us,
        lead(action) over pair as next_action,
        lead(t_us) over pair as next_us
    from events
    semi join restless using (actor_id)
    where event_time >= $since and event_time < $until and action in ('follow', 'undo') and target_id <> actor_id
    window pair as (partition by actor_id, target_id order by t_us, action)
),

followed as (
    select
        *,
        case when next_action = 'undo' and next_us - t_us <= $undo_h * 3600000000 then 1 else 0 end as undone
    from step
    where action = 'follow'
),

pace as (
    select
        *,
        count(*) over last_hours as follows_in_window,
        sum(undone) over last_hours as undone_in_window
    from followed
    window last_hours as (
        partition by actor_id order by t_us range between $window_h * 3600000000 preceding and current row
    )
),

spree as (
    -- a follow belongs to a spree if a window that holds it is full and was mostly taken back
    select
        *,
        max(
            case
                when follows_in_window >= $min_follows and undone_in_window * 100 >= follows_in_window * $min_undone_pct
                then undone_in_window
            end
        ) over (
            partition by actor_id order by t_us range between current row and $window_h * 3600000000 following
        ) as most_undone
    from pace
),

churn as (select * from spree where most_undone is not null),

deed as (
    select actor_id, target_id, 'follow' as action, t_us from churn where undone = 1
    union all
    select actor_id, target_id, 'undo', next_us from churn where undone = 1
),

evidence as (
    select events.actor_id as entity_id, events.event_id, events.action
    from events
    semi join deed
        on deed.actor_id = events.actor_id and deed.target_id = events.target_id
        and deed.action = events.action and deed.t_us = events.t_us
    where events.event_time >= $since and events.event_time < $until
),

answer as (
    -- whom the follow was fishing for
    select churn.actor_id, count(distinct churn.target_id) as followed_back
    from churn
    join events as back on back.actor_id = churn.target_id and back.target_id = churn.actor_id
    where back.action = 'follow' and back.event_time >= $since and back.event_time < $until
    group by churn.actor_id
)

select
    churn.actor_id as entity_id,
    cast(max(churn.most_undone) as bigint) as score,
    make_timestamp(min(churn.t_us)) as first_seen,
    make_timestamp(max(case when churn.undone = 1 then churn.next_us else churn.t_us end)) as last_seen,
    count(*) as follows,
    cast(sum(churn.undone) as bigint) as undone,
    round(median((churn.next_us - churn.t_us) / 3600000000) filter (where churn.undone = 1), 4) as kept_h,
    coalesce(max(answer.followed_back), 0) as followed_back
from churn
left join answer on answer.actor_id = churn.actor_id
group by churn.actor_id
order by score desc, entity_id;

execute follow_churn(
    since          := timestamp '2026-11-07',  -- first moment to look at (inclusive)
    until          := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_h       := 24,                      -- length of the window of follows in hours, both ends included [1..168]
    min_follows    := 30,                      -- follows a window must hold [2..100000]
    min_undone_pct := 60,                      -- per cent of them that are taken back [1..100]
    undo_h         := 96                       -- hours within which a follow is taken back [1..8760]
);
