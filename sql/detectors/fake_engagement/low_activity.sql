-- low_activity: accounts whose whole life is a like or two, on a target that lives on such accounts
--
-- abuse_type:  fake_engagement
-- entity:      account
-- severity:    low
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id, accounts.created_at
-- waits:       max_life_h
-- score:       accounts of that kind that acted on the same target
-- hypothesis:  Who sells likes registers accounts for one order and throws them away: each likes or follows once or twice
--              and does nothing else, ever; and while they come, most of what the target gets is from accounts like it.
-- benign:      Most people who try a platform leave after a like or two, and many more only look. They spread over
--              everything there is; a target that a link from outside made known is also liked by people who were here
--              before. The launch of a market, where everybody is new, is not told apart.
-- blind_spots: Aged accounts (dormant_wakeup); accounts used for several orders (like_ring, dense_block); an order that
--              is small beside the likes its target has anyway; the last week (max_life_h): whoever is still that young
--              may yet stay.
-- source:      StarScout's low-activity signature (He et al., 2024): six million suspected stars on GitHub
-- next:        Read the targets; run signup_burst and infrastructure_share on the accounts.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0049.003, T0121, T0146
prepare low_activity as
with newcomer as (
    -- a life is judged once it could be over; one that was over a little before, once more with those who followed it
    select account_id as actor_id, created_at
    from accounts
    where created_at > $since - interval 2 hour * $max_life_h and created_at <= $until - interval 1 hour * $max_life_h
),

act as (
    -- to register, to log in and to look around is no act yet
    select events.event_time, events.actor_id, events.action, events.target_id, newcomer.created_at
    from events
    join newcomer on newcomer.actor_id = events.actor_id
    where events.event_time >= $since - interval 2 hour * $max_life_h and events.event_time < $until
        and events.action not in ('signup', 'login', 'logout', 'view')
),

throwaway as (
    select actor_id, min(created_at) as created_at, count(*) as acts
    from act
    group by actor_id
    having count(*) <= $max_acts
        and count(*) = count(*) filter (where action in ('like', 'follow', 'rate', 'repost', 'save'))
        and max(event_time) <= min(created_at) + interval 1 hour * $max_life_h
),

spent as (
    select act.*, throwaway.acts
    from act
    join throwaway on throwaway.actor_id = act.actor_id
    where act.target_id is not null and act.event_time >= $since - interval 1 hour * $max_life_h
),

company as (
    select target_id, count(distinct actor_id) as accounts, min(event_time) as first_seen, max(event_time) as last_seen
    from spent
    group by target_id
    having count(distinct actor_id) >= $min_company
),

crowd as (
    -- everybody who came while they came
    select events.target_id, count(distinct events.actor_id) as accounts
    from events
    join company on company.target_id = events.target_id
    where events.event_time >= company.first_seen and events.event_time <= company.last_seen
        and events.event_time >= $since - interval 1 hour * $max_life_h and events.event_time < $until
        and events.action in ('like', 'follow', 'rate', 'repost', 'save')
    group by events.target_id
),

bought as (
    select company.target_id, company.accounts, round(100.0 * company.accounts / nullif(crowd.accounts, 0), 1) as share_pct
    from company
    join crowd on crowd.target_id = company.target_id
    where company.accounts * 100 >= crowd.accounts * $min_share_pct
),

evidence as (
    select distinct spent.actor_id as entity_id, events.event_id, bought.accounts as alike
    from spent
    join bought on bought.target_id = spent.target_id
    join events
        on events.actor_id = spent.actor_id and events.event_time = spent.event_time
        and events.action = spent.action and events.target_id = spent.target_id
)

select
    spent.actor_id as entity_id,
    max(bought.accounts) as score,
    min(spent.event_time) as first_seen,
    max(spent.event_time) as last_seen,
    max(spent.acts) as acts,
    min(bought.target_id) as target_id,
    max(bought.share_pct) as share_pct,
    min(spent.created_at) as created_at
from spent
join bought on bought.target_id = spent.target_id
group by spent.actor_id
order by score desc, target_id, entity_id;

execute low_activity(
    since         := timestamp '2026-11-07',  -- first moment to look at (inclusive)
    until         := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    max_acts      := 2,                       -- acts in a whole life, other than to log in and to look [1..100]
    max_life_h    := 168,                     -- hours from registration to the last act, and waited for [1..87600]
    min_company   := 8,                       -- such accounts on one target [2..100000]
    min_share_pct := 50                       -- per cent of all accounts that liked or followed the target while they came [1..100]
);
