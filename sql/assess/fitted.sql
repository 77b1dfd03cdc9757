-- fitted: what the rate expects of each training day, and how much wider than Poisson the segment scatters
--
-- Reads:  training, rate; $spent (degrees of freedom the rate used up), $scatter_prior (days)
-- Gives:  training with expected, dispersion (phi, at least 1), acting_days (days with acts) and kin_days (those of all
--         segments of the detector)
-- A segment's own scatter is pulled towards that of the detector's median segment, and a segment without acts has no
-- other: whether a detector's acts come singly or in bursts is learnt wherever it found any.
with expected as (
    select t.tested_day, t.detector, t.market, t.surface, t.day, t.weekday, t.days_back, t.acts, t.usual_events,
        t.exposure, t.weight, t.exposure * r.rate as expected
    from training t
    join rate r
        on r.tested_day = t.tested_day and r.detector = t.detector and r.market = t.market
            and r.surface = t.surface and r.weekday = t.weekday
),
scatter as (
    select tested_day, detector, market, surface,
        count(case when acts > 0 then 1 end) as acting_days,
        coalesce(sum(weight * (acts - expected) * (acts - expected) / nullif(expected, 0)), 0) as residual,
        greatest(1, sum(weight) - $spent) as freedom
    from expected
    group by tested_day, detector, market, surface
),
kin as (
    select tested_day, detector,
        greatest(1, coalesce(median(case when acting_days > 0 then residual / freedom end), 1)) as dispersion,
        sum(acting_days) as kin_days
    from scatter
    group by tested_day, detector
),
pooled as (
    select s.tested_day, s.detector, s.market, s.surface, s.acting_days, cast(k.kin_days as bigint) as kin_days,
        case when s.acting_days = 0 then k.dispersion
            else greatest(1, (s.residual + $scatter_prior * k.dispersion) / (s.freedom + $scatter_prior))
        end as dispersion
    from scatter s
    join kin k on k.tested_day = s.tested_day and k.detector = s.detector
)
select e.*, p.dispersion, p.acting_days, p.kin_days
from expected e
join pooled p
    on p.tested_day = e.tested_day and p.detector = e.detector and p.market = e.market and p.surface = e.surface
order by e.tested_day, e.detector, e.market, e.surface, e.day
