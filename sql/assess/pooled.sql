-- pooled: what to expect where a segment's own past is too short: its rate, pulled to that of the detector's others
--
-- Reads:  daily, tested, training, scatter; $own_days (training days that need no help), $least_siblings, $sibling_days (training
--         days that make a sibling), $sibling_prior (segments of variation 1 mixed into that between segments)
-- Gives:  the columns of forecast, by unit, for segments with fewer than $own_days training days and enough siblings
-- source: gamma-Poisson empirical Bayes; the spread between segments by moments, as DerSimonian & Laird 1986
-- Siblings are the detector's segments that measure exposure alike: in events, or in days where traffic is unknown.
-- The week is left out: small siblings show how acts come in bursts, large ones how far whole days differ, and both
-- count as scatter. With few days this is the cautious side.
-- only detectors that have a segment with too little past
with short as (
    select distinct t.kin
    from tested t
    left join scatter s on s.unit = t.unit
    where coalesce(s.days, 0) < $own_days
),
past as (
    select unit, weight, acts, usual_events is not null as by_events,
        case when usual_events is null then exposure else exposure * usual_events end as exposure
    from training
),
own as (
    select t.unit, t.kin, t.segment, t.tested_day, t.since,
        coalesce(bool_or(p.by_events), max(t.events) > 0, false) as by_events,
        coalesce(sum(p.weight * p.acts), 0) as acts,
        coalesce(sum(p.weight * p.exposure), 0) as exposure,
        count(p.acts) as days,
        count(case when p.acts > 0 then 1 end) as acting_days
    from tested t
    left join past p on p.unit = t.unit
    where t.kin in (select kin from short)
    group by t.unit, t.kin, t.segment, t.tested_day, t.since
),
spread as (
    select o.kin, o.by_events, o.unit,
        max(o.acts) / max(o.days) as daily_acts,
        sum(p.weight * (p.acts - p.exposure * o.acts / o.exposure) * (p.acts - p.exposure * o.acts / o.exposure)
            / nullif(p.exposure * o.acts / o.exposure, 0)) / (max(o.days) - 1) as dispersion
    from own o
    join past p on p.unit = o.unit
    where o.days > 1 and o.acts > 0 and o.exposure > 0
    group by o.kin, o.by_events, o.unit
),
halved as (
    select *,
        ntile(2) over (partition by kin, by_events order by daily_acts, unit) as half
    from spread
),
burst as (
    select kin, by_events,
        greatest(1, median(case when half = 1 then dispersion end)) as dispersion
    from halved
    group by kin, by_events
),
day_to_day as (
    select h.kin, h.by_events,
        max(b.dispersion) as dispersion,
        coalesce(median(case when h.half = 2 then greatest(0, h.dispersion - b.dispersion) / h.daily_acts end), 0)
            as day_variance
    from halved h
    join burst b on b.kin = h.kin and b.by_events = h.by_events
    group by h.kin, h.by_events
),
independent as (
    select o.*, d.dispersion, d.day_variance,
        o.acts / (d.dispersion + d.day_variance * o.acts / greatest(o.days, 1)) as own_acts,
        o.exposure / (d.dispersion + d.day_variance * o.acts / greatest(o.days, 1)) as own_exposure
    from own o
    join day_to_day d on d.kin = o.kin and d.by_events = o.by_events
),
parent as (
    select kin, by_events,
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
    group by kin, by_events
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
    select o.unit, o.segment, o.tested_day, o.since, o.by_events, o.days, o.acting_days,
        v.kin_days, o.dispersion, o.day_variance, o.own_acts, o.own_exposure,
        (v.acts - o.acts) / (v.exposure - o.exposure) as parent_rate,
        1 / ((coalesce(v.between_segments, 1) * v.segments + $sibling_prior) / (v.segments + $sibling_prior)
            * (1 + cast(1 as double) / v.segments) + 1 / (v.own_acts - o.own_acts)) as parent_acts
    from independent o
    join varied v on v.kin = o.kin and v.by_events = o.by_events
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
    select l.unit, s.window_days,
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
    join daily d on d.segment = l.segment
    join span s on date_diff('day', d.day, l.tested_day) < s.window_days
    where d.day <= l.tested_day and (l.since is null or d.day >= l.since)
    group by l.unit, s.window_days
),
scattered as (
    select *, burst + coalesce(day_variance * squares / nullif(expected, 0), 0) as dispersion from total
)
select unit, window_days, days, history_days, acting_days, cast(kin_days as bigint) as kin_days, offset_by_events,
    observed, events, views, total_views, expected, dispersion, level_variance,
    dispersion * expected + expected * expected * level_variance as variance
from scattered
order by unit, window_days
