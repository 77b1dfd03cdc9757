-- overturn_drift: a policy whose decisions in one market are undone far more often than they used to be
--
-- abuse_type:  over_enforcement
-- entity:      policy
-- severity:    high
-- status:      trial
-- requires:    enforcements.policy_id, enforcements.appeal_outcome
-- optional:    enforcements.market - one cell per policy, over all markets
--              enforcements.reversed_at - decisions undone without an appeal are not seen, and what an appeal brought is
--              taken as known at once
--              enforcements.source - the column auto is 0
-- score:       decisions undone beyond what was usual
-- hypothesis:  A rule, a model or a team that goes wrong in one place punishes innocents there: of its appeals a larger
--              part succeeds than before, beyond chance, while other policies and markets stay as they were.
-- benign:      A policy launch or a sweep: appeals grow, the part that succeeds does not. A new appeals team that is
--              milder everywhere: every policy of the market drifts, see the column drifting.
-- blind_spots: Outcomes without a time (appeals turned down, or won where reversed_at is missing) count once the appeal
--              was made, so a period may read differently when it is run again. Wrong decisions nobody appeals; the part
--              undone is no error rate, because the appealed are no sample (draw one for that). Appeals still pending:
--              the last days are incomplete, look again in a week. Cells with fewer than min_decided decided appeals.
--              Errors as old as the history.
-- source:      Fisher's exact test per cell, Benjamini and Hochberg 1995 across cells; drift alarms on overturns (DSA
--              article 20 and its transparency template)
-- next:        Read twenty of the undone decisions; hold the control of the column auto in that market; restore those
--              who did not appeal; draw a random sample of its decisions for the true error rate.
-- dsa:         OTHER_VIOLATION_TC
prepare overturn_drift as
-- The entity is a policy in a market, written 'policy / market'. A decision counts on the day it was made, whenever its
-- appeal was decided: that is when the control was wrong. What is known only after the period is not known yet.
with known as (
    select
        *,
        coalesce(appealed_at < $until, true) as is_appealed,
        coalesce(reversed_at < $until, true) and coalesce(appealed_at < $until, true) as is_out
    from enforcements
    where policy_id is not null and action <> 'restore'
        and enforced_at >= $since - interval 1 day * $history_d and enforced_at < $until
),

decision as (
    select
        enforcement_id,
        enforced_at,
        policy_id || case when market is null then '' else ' / ' || market end as cell,
        policy_id,
        market,
        case when source = 'auto' then 1 else 0 end as auto,
        case when enforced_at >= $since then 1 else 0 end as present,
        case when appeal_outcome is not null and is_appealed then 1 else 0 end as appealed,
        case when appeal_outcome in ('upheld', 'overturned') and is_out or reversed_at < $until then 1 else 0 end as decided,
        case when appeal_outcome = 'overturned' and is_out or reversed_at < $until then 1 else 0 end as undone
    from known
),

cell as (
    select
        cell,
        min(policy_id) as policy_id,
        min(market) as market,
        sum(present) as enforced,
        sum(present * appealed) as appealed,
        sum(present * decided) as decided,
        sum(present * undone) as undone,
        sum(present * undone * auto) as auto,
        sum((1 - present) * decided) as past_decided,
        sum((1 - present) * undone) as past_undone
    from decision
    group by cell
),

compared as (
    -- a cell without a past of its own is held against the past of all others
    select
        cell.*,
        case when past_decided >= $min_past then 'its own past' else 'the past of all' end as compared_with,
        case when past_decided >= $min_past then past_decided else sum(past_decided) over () end as usual_decided,
        case when past_decided >= $min_past then past_undone else sum(past_undone) over () end as usual_undone
    from cell
),

tested as (
    select
        compared.*,
        hypergeometric_tail(undone, decided + usual_decided, undone + usual_undone, decided) as p_value
    from compared
    where decided >= $min_decided and usual_decided >= $min_past
),

ranked as (
    select
        tested.*,
        row_number() over (order by p_value, cell) as place,
        count(*) over () as cells
    from tested
),

adjusted as (
    select
        ranked.*,
        min(least(1, p_value * cells / nullif(place, 0))) over (
            order by place rows between current row and unbounded following
        ) as q_value,
        decided * usual_undone / nullif(usual_decided, 0) as expected
    from ranked
),

drift as (
    select adjusted.*, count(*) over (partition by market) as drifting
    from adjusted
    where q_value * 100 <= $max_q_pct
        and undone * usual_decided * 100 >= usual_undone * decided * 100 + decided * usual_decided * $min_rise_points
),

evidence as (
    select decision.cell as entity_id, decision.enforcement_id
    from decision
    semi join drift on drift.cell = decision.cell
    where decision.present = 1 and decision.undone = 1
),

dated as (
    select cell, min(enforced_at) as first_seen, max(enforced_at) as last_seen
    from decision
    where present = 1 and undone = 1
    group by cell
)

select
    drift.cell as entity_id,
    round(drift.undone - drift.expected, 4) as score,
    dated.first_seen,
    dated.last_seen,
    drift.policy_id,
    drift.market,
    cast(drift.enforced as bigint) as enforced,
    cast(drift.appealed as bigint) as appealed,
    cast(drift.decided as bigint) as decided,
    cast(drift.undone as bigint) as undone,
    cast(drift.auto as bigint) as auto,
    round(drift.undone / nullif(drift.decided, 0), 4) as undone_ratio,
    round(wilson_low(drift.undone, drift.decided), 4) as undone_ratio_low,
    round(drift.usual_undone / nullif(drift.usual_decided, 0), 4) as usual_ratio,
    drift.compared_with,
    round(drift.q_value, 6) as q_value,
    drift.drifting
from drift
join dated on dated.cell = drift.cell
order by score desc, entity_id;

execute overturn_drift(
    since           := timestamp '2026-11-07',  -- first moment to look at (inclusive)
    until           := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    history_d       := 56,                      -- days before since that say what is usual [7..3660]
    min_decided     := 8,                       -- decided appeals or reversals in the period without which nothing is said [2..100000]
    min_past        := 20,                      -- decided appeals in a cell's past, below which the past of all cells stands in [1..100000]
    min_rise_points := 20,                      -- per cent points that the part undone must rise by [0..100]
    max_q_pct       := 1                        -- false discovery rate over all cells looked at, in per cent [0..50]
);
