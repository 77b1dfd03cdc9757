-- rate: acts per unit of exposure that a segment's past makes usual, by weekday
--
-- Reads:  training; $guard_days, $recent_days, $weekday_prior (days); in independent acts: $weekday_acts,
--         $profile_prior, $recent_prior, $least_acts
-- Gives:  one row per tested day × segment × weekday: rate, and prior_days, the usual days that priors are worth
-- Rates are ratios of sums, not means of daily ratios: a day with three events must not weigh as much as one with
-- three thousand. With constant exposure the two are the same.
-- Acts that come in bursts of fifty are not fifty pieces of evidence: acts / dispersion are the independent ones, and
-- every prior but the four days is counted in them. A weekday no burst ever fell on is then no zero.
with level as (
    select tested_day, detector, market, surface,
        sum(weight * acts) / nullif(sum(weight * exposure), 0) as level,
        sum(weight * exposure) as exposure,
        max(dispersion) as dispersion,
        count(*) as days
    from training
    group by tested_day, detector, market, surface
),
-- surfaces of one market share their week: a small one cannot show its own
profile as (
    select t.tested_day, t.detector, t.market, t.weekday,
        (sum(t.weight * t.acts / l.dispersion) + $profile_prior)
            / (sum(t.weight * t.exposure * l.level / l.dispersion) + $profile_prior) as profile
    from training t
    join level l
        on l.tested_day = t.tested_day and l.detector = t.detector and l.market = t.market and l.surface = t.surface
    group by t.tested_day, t.detector, t.market, t.weekday
),
seen as (
    select tested_day, detector, market, surface, weekday,
        sum(weight * acts) as acts, sum(weight * exposure) as exposure
    from training
    group by tested_day, detector, market, surface, weekday
),
mixed as (
    select *, $weekday_prior + $weekday_acts * dispersion / nullif(level, 0) as prior_days from level
),
weekly as (
    select l.tested_day, l.detector, l.market, l.surface, p.weekday, l.exposure, l.dispersion, l.days, l.prior_days,
        coalesce((coalesce(s.acts, 0) + l.prior_days * l.level * p.profile)
            / (coalesce(s.exposure, 0) + l.prior_days), 0) as rate
    from mixed l
    join profile p on p.tested_day = l.tested_day and p.detector = l.detector and p.market = l.market
    left join seen s
        on s.tested_day = l.tested_day and s.detector = l.detector and s.market = l.market
            and s.surface = l.surface and s.weekday = p.weekday
),
-- slow drift: the last weeks against what the whole training period says of them
recent as (
    select t.tested_day, t.detector, t.market, t.surface,
        (sum(t.weight * t.acts / w.dispersion) + $recent_prior)
            / (sum(t.weight * t.exposure * w.rate / w.dispersion) + $recent_prior) as recent_level
    from training t
    join weekly w
        on w.tested_day = t.tested_day and w.detector = t.detector and w.market = t.market
            and w.surface = t.surface and w.weekday = t.weekday
    where t.days_back <= $guard_days + $recent_days
    group by t.tested_day, t.detector, t.market, t.surface
)
-- never zero: seeing nothing for weeks says "rarer than half a burst in that time", not "impossible"
select w.tested_day, w.detector, w.market, w.surface, w.weekday, w.days, coalesce(w.prior_days, 0) as prior_days,
    greatest(w.rate * coalesce(r.recent_level, 1), $least_acts * w.dispersion / nullif(w.exposure, 0)) as rate
from weekly w
left join recent r
    on r.tested_day = w.tested_day and r.detector = w.detector and r.market = w.market and r.surface = w.surface
order by w.tested_day, w.detector, w.market, w.surface, w.weekday
