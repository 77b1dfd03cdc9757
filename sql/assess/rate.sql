-- rate: acts per unit of exposure that a segment's past makes usual, by weekday
--
-- Reads:  training, scatter, tested; $guard_days, $recent_days, $weekday_prior (days); in independent acts:
--         $weekday_acts, $profile_prior, $recent_prior, $least_acts
-- Gives:  one row per unit × weekday: rate, prior_days (usual days that priors are worth), and the exposure of its
--         training days and of the recent ones, unweighted
-- Rates are ratios of sums, not means of daily ratios: a day with three events must not weigh as much as one with
-- three thousand. With constant exposure the two are the same.
-- Acts that come in bursts of fifty are not fifty pieces of evidence: acts / dispersion are the independent ones, and
-- every prior but the four days is counted in them. A weekday no burst ever fell on is then no zero.
with seen as (
    select unit, weekday,
        sum(weight * acts) as acts,
        sum(weight * exposure) as exposure,
        sum(exposure) as whole_exposure,
        sum(case when days_back <= $guard_days + $recent_days then weight * acts else 0 end) as recent_acts,
        sum(case when days_back <= $guard_days + $recent_days then weight * exposure else 0 end) as recent_weighted,
        sum(case when days_back <= $guard_days + $recent_days then exposure else 0 end) as recent_exposure
    from training
    group by unit, weekday
),
level as (
    select s.unit, max(t.parent) as parent,
        sum(s.acts) / nullif(sum(s.exposure), 0) as level,
        sum(s.exposure) as exposure,
        max(c.dispersion) as dispersion,
        $weekday_prior + $weekday_acts * max(c.dispersion) / nullif(sum(s.acts) / nullif(sum(s.exposure), 0), 0)
            as prior_days
    from seen s
    join scatter c on c.unit = s.unit
    join tested t on t.unit = s.unit
    group by s.unit
),
-- surfaces of one market share their week: a small one cannot show its own
profile as (
    select l.parent, s.weekday,
        (sum(s.acts / l.dispersion) + $profile_prior)
            / (sum(s.exposure * l.level / l.dispersion) + $profile_prior) as profile
    from seen s
    join level l on l.unit = s.unit
    group by l.parent, s.weekday
),
weekly as (
    select l.unit, p.weekday, l.exposure, l.dispersion, l.prior_days,
        s.whole_exposure, s.recent_acts, s.recent_weighted, s.recent_exposure,
        coalesce((coalesce(s.acts, 0) + l.prior_days * l.level * p.profile)
            / (coalesce(s.exposure, 0) + l.prior_days), 0) as rate
    from level l
    join profile p on p.parent = l.parent
    left join seen s on s.unit = l.unit and s.weekday = p.weekday
),
-- slow drift: the last weeks against what the whole training period says of them
recent as (
    select unit,
        (sum(recent_acts / dispersion) + $recent_prior)
            / (sum(recent_weighted * rate / dispersion) + $recent_prior) as recent_level
    from weekly
    group by unit
)
-- never zero: seeing nothing for weeks says "rarer than half a burst in that time", not "impossible"
select w.unit, w.weekday, coalesce(w.prior_days, 0) as prior_days,
    coalesce(w.whole_exposure, 0) as exposure,
    coalesce(w.recent_exposure, 0) as recent_exposure,
    greatest(w.rate * coalesce(r.recent_level, 1), $least_acts * w.dispersion / nullif(w.exposure, 0)) as rate
from weekly w
join recent r on r.unit = w.unit
order by w.unit, w.weekday
