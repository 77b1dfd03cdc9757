-- fitted: what the rate expects of each training day, and how much wider than Poisson the segment scatters
--
-- Reads:  training, rate; $spent (degrees of freedom the rate used up)
-- Gives:  training with expected and dispersion (phi, at least 1)
with expected as (
    select t.*, t.exposure * r.rate as expected
    from training t
    join rate r
        on r.tested_day = t.tested_day and r.detector = t.detector and r.market = t.market
            and r.surface = t.surface and r.weekday = t.weekday
),
scatter as (
    select tested_day, detector, market, surface,
        greatest(1, sum(weight * (acts - expected) * (acts - expected) / nullif(expected, 0))
            / greatest(1, sum(weight) - $spent)) as dispersion
    from expected
    group by tested_day, detector, market, surface
)
select e.*, coalesce(s.dispersion, 1) as dispersion
from expected e
join scatter s
    on s.tested_day = e.tested_day and s.detector = e.detector and s.market = e.market and s.surface = e.surface
order by e.tested_day, e.detector, e.market, e.surface, e.day
