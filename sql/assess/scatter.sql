-- scatter: how much wider than Poisson each unit's past scatters around what its rate expects
--
-- Reads:  training, rate, tested; $spent (degrees of freedom the rate used up), $scatter_prior (days)
-- Gives:  one row per unit: dispersion (phi, at least 1), days, acting_days (days with acts) and kin_days (those of all
--         segments of the detector)
-- A segment's own scatter is pulled towards that of the detector's median segment, and a segment without acts has no
-- other: whether a detector's acts come singly or in bursts is learnt wherever it found any.
with expected as (
    select t.unit, t.acts, t.weight, t.exposure * r.rate as expected
    from training t
    join rate r on r.unit = t.unit and r.weekday = t.weekday
),
own as (
    select unit,
        count(*) as days,
        count(case when acts > 0 then 1 end) as acting_days,
        coalesce(sum(weight * (acts - expected) * (acts - expected) / nullif(expected, 0)), 0) as residual,
        greatest(1, sum(weight) - $spent) as freedom
    from expected
    group by unit
),
related as (
    select o.*, t.kin
    from own o
    join tested t on t.unit = o.unit
),
kin as (
    select kin,
        greatest(1, coalesce(median(case when acting_days > 0 then residual / freedom end), 1)) as dispersion,
        sum(acting_days) as kin_days
    from related
    group by kin
)
select o.unit, o.days, o.acting_days, cast(k.kin_days as bigint) as kin_days,
    case when o.acting_days = 0 then k.dispersion
        else greatest(1, (o.residual + $scatter_prior * k.dispersion) / (o.freedom + $scatter_prior))
    end as dispersion
from related o
join kin k on k.kin = o.kin
order by o.unit
