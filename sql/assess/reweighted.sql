-- reweighted: training days that were outbreaks themselves count for less
--
-- Reads:  training, rate, scatter; $outlier (Anscombe residual above which a day is down-weighted)
-- Gives:  training with new weights
-- source: farringtonFlexible's weightsThreshold 2.58 (Noufaily et al., Stat Med 2013), without its renormalisation
with fitted as (
    select t.*, t.exposure * r.rate as expected, s.dispersion
    from training t
    join rate r on r.unit = t.unit and r.weekday = t.weekday
    join scatter s on s.unit = t.unit
),
residual as (
    select *,
        case when expected > 0 and acts > expected then
            1.5 * (power(acts, 2.0 / 3) - power(expected, 2.0 / 3)) / (sqrt(dispersion) * power(expected, 1.0 / 6))
        end as anscombe
    from fitted
)
select unit, day, weekday, days_back, acts, usual_events, exposure,
    case when anscombe > $outlier then ($outlier / anscombe) * ($outlier / anscombe) else cast(1 as double) end
        as weight
from residual
order by unit, day
