-- pooled: what to expect where a segment's own past is too short: its rate, pulled to that of the detector's others
--
-- Reads:  daily, tested, fitted; $own_days (training days that need no help), $least_siblings, $sibling_days (training
--         days that make a sibling), $sibling_prior (segments of variation 1 mixed into that between segments)
-- Gives:  the columns of forecast for segments with fewer than $own_days training days and enough siblings
-- source: gamma-Poisson empirical Bayes; the spread between segments by moments, as DerSimonian & Laird 1986
-- Siblings are the detector's segments that measure exposure alike: in events, or in days where traffic is unknown.
-- The week is left out: small siblings show how acts come in bursts, large ones how far whole days differ, and both
-- count as scatter. With few days this is the cautious side.
with past as (
    select tested_day, detector, market, surface, weight, acts, usual_events is not null as by_events,
        case when usual_events is null then exposure else exposure * usual_events end as exposure
    from fitted
),
own as (
    select t.tested_day, t.detector, t.market, t.surface, t.since,
        coalesce(bool_or(p.by_events), max(t.events) > 0, false) as by_events,
        coalesce(sum(p.weight * p.acts), 0) as acts,
        coalesce(sum(p.weight * p.exposure), 0) as exposure,
        count(p.acts) as days,
        count(case when p.acts > 0 then 1 end) as acting_days
    from tested t
    left join past p
        on p.tested_day = t.tested_day and p.detector = t.detector and p.market = t.market and p.surface = t.surface
    group by t.tested_day, t.detector, t.market, t.surface, t.since
),
short as (
    select distinct tested_day, detector from own where days < $own_days
),
scatter as (
    select o.tested_day, o.detector, o.by_events, o.market, o.surface,
        max(o.acts) / max(o.days) as daily_acts,
        sum(p.weight * (p.acts - p.exposure * o.acts / o.exposure) * (p.acts - p.exposure * o.acts / o.exposure)
            / nullif(p.exposure * o.acts / o.exposure, 0)) / (max(o.days) - 1) as dispersion
    from own o
    join short s on s.tested_day = o.tested_day and s.detector = o.detector
    join past p
        on p.tested_day = o.tested_day and p.detector = o.detector and p.market = o.market and p.surface = o.surface
    where o.days > 1 and o.acts > 0 and o.exposure > 0
    group by o.tested_day, o.detector, o.by_events, o.market, o.surface
),
halved as (
    select *,
        ntile(2) over (partition by tested_day, detector, by_events order by daily_acts, market, surface) as half
    from scatter
),
burst as (
    select tested_day, detector, by_events,
        greatest(1, median(case when half = 1 then dispersion end)) as dispersion
    from halved
    group by tested_day, detector, by_events
),
day_to_day as (
    select h.tested_day, h.detector, h.by_events,
        max(b.dispersion) as dispersion,
        coalesce(median(case when h.half = 2 then greatest(0, h.dispersion - b.dispersion) / h.daily_acts end), 0)
            as day_variance
    from halved h
    join burst b on b.tested_day = h.tested_day and b.detector = h.detector and b.by_events = h.by_events
    group by h.tested_day, h.detector, h.by_events
),
independent as (
    select o.*, d.dispersion, d.day_variance,
        o.acts / (d.dispersion + d.day_variance * o.acts / greatest(o.days, 1)) as own_acts,
        o.exposure / (d.dispersion + d.day_variance * o.acts / greatest(o.days, 1)) as own_exposure
    from own o
    join day_to_day d on d.tested_day = o.tested_day and d.detector = o.detector and d.by_events = o.by_events
),
parent as (
    select tested_day, detector, by_events,
        sum(acts) as acts,
        sum(own_acts) as own_acts,
        sum(exposure) as exposure,
        sum(acts * acts / nullif(exposure, 0)) - sum(acts) * sum(acts) / nullif(sum(exposure), 0)
            - sum(acts / nullif(own_exposure, 0)) as excess_spread,
        sum(exposure) - sum(exposure * exposure) / nullif(sum(exposure), 0) as spread_exposure,
        count(case when exposure > 0 then 1 end) as segments,
        count(case when exposure > 0 and days >= $sibling_days then 1 end) as siblings,
        sum(acting_days) as kin_days
    from independent
    group by tested_day, detector, by_events
),
-- how much rates differ between segments, beyond chance, as variance over squared mean
varied as (
    select *,
        greatest(0, excess_spread / nullif(spread_exposure, 0)) / ((acts / exposure) * (acts / exposure))
            as between_segments
    from parent
    where acts > 0 and exposure > 0
),
learnt as (
    select o.tested_day, o.detector, o.market, o.surface, o.since, o.by_events, o.days, o.acting_days,
        v.kin_days, o.dispersion, o.day_variance, o.own_acts, o.own_exposure,
        (v.acts - o.acts) / (v.exposure - o.exposure) as parent_rate,
        1 / ((coalesce(v.between_segments, 1) * v.segments + $sibling_prior) / (v.segments + $sibling_prior)
            * (1 + cast(1 as double) / v.segments) + 1 / (v.own_acts - o.own_acts)) as parent_acts
    from independent o
    join varied v on v.tested_day = o.tested_day and v.detector = o.detector and v.by_events = o.by_events
    where o.days < $own_days and v.acts > o.acts and v.exposure > o.exposure
        and v.siblings - case when o.exposure > 0 and o.days >= $sibling_days then 1 else 0 end >= $least_siblings
),
rate as (
    select *, (parent_acts + own_acts) / (parent_acts / parent_rate + own_exposure) as rate from learnt
),
span as (
    select 1 as window_days union all select 3 union all select 7
),
total as (
    select l.tested_day, l.detector, l.market, l.surface, s.window_days,
        count(*) as days,
        max(l.days) as history_days,
        max(l.acting_days) as acting_days,
        max(l.kin_days) as kin_days,
        bool_and(l.by_events) as offset_by_events,
        sum(d.acts) as observed,
        sum(d.events) as events,
        case when count(case when d.acts > 0 and d.views is null then 1 end) = 0 then sum(d.views) end as views,
        sum(d.total_views) as total_views,
        sum(l.rate * case when l.by_events then coalesce(d.events, 0) else 1 end) as expected,
        sum(l.rate * l.rate * case when l.by_events then coalesce(d.events, 0) * d.events else 1 end) as squares,
        max(l.dispersion) as burst,
        max(l.day_variance) as day_variance,
        max(1 / (l.parent_acts + l.own_acts)) as level_variance
    from rate l
    join daily d on d.detector = l.detector and d.market = l.market and d.surface = l.surface
    join span s on date_diff('day', d.day, l.tested_day) < s.window_days
    where d.day <= l.tested_day and (l.since is null or d.day >= l.since)
    group by l.tested_day, l.detector, l.market, l.surface, s.window_days
),
scattered as (
    select *, burst + coalesce(day_variance * squares / nullif(expected, 0), 0) as dispersion from total
)
select tested_day, detector, market, surface, window_days, days, history_days, acting_days,
    cast(kin_days as bigint) as kin_days, offset_by_events, observed, events, views, total_views, expected, dispersion,
    level_variance,
    dispersion * expected + expected * expected * level_variance as variance
from scattered
order by tested_day, detector, market, surface, window_days
