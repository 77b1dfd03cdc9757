-- forecast: observed and expected acts of each segment over the last 1, 3 and 7 days, with the variance to expect
--
-- Reads:  daily, segment, tested, training, rate, scatter, pooled; $guard_days
-- Gives:  one row per tested day × segment × window, pooled or not; a segment with neither a past nor siblings has none
with traffic as (
    select unit, max(usual_events) as usual_events
    from training
    group by unit
),
learnt as (
    select unit, sum(recent_exposure * rate) as recent_expected
    from rate
    group by unit
),
unit as (
    select t.unit, t.segment, t.tested_day, t.since, s.dispersion, s.days as history_days, s.acting_days, s.kin_days,
        l.recent_expected, u.usual_events
    from tested t
    join scatter s on s.unit = t.unit
    join learnt l on l.unit = t.unit
    join traffic u on u.unit = t.unit
    where t.unit not in (select unit from pooled)
),
span as (
    select 1 as window_days union all select 3 union all select 7
),
recent as (
    select u.unit, u.dispersion, u.history_days, u.acting_days, u.kin_days, u.recent_expected,
        u.usual_events is not null as offset_by_events,
        date_diff('day', d.day, u.tested_day) as days_back,
        d.acts, d.events, d.views, d.total_views,
        case when u.usual_events is null then 1 else coalesce(d.events, 0) / u.usual_events end * r.rate as expected,
        (r.exposure + r.prior_days) * r.rate as learnt_from
    from unit u
    join daily d on d.segment = u.segment
    join rate r on r.unit = u.unit and r.weekday = date_diff('day', date '1990-01-01', d.day) % 7
    where date_diff('day', d.day, u.tested_day) >= 0 and date_diff('day', d.day, u.tested_day) < $guard_days
        and (u.since is null or d.day >= u.since)
),
total as (
    select r.unit, s.window_days,
        max(r.dispersion) as dispersion,
        max(r.history_days) as history_days,
        max(r.acting_days) as acting_days,
        max(r.kin_days) as kin_days,
        bool_and(r.offset_by_events) as offset_by_events,
        count(*) as days,
        sum(r.acts) as observed,
        sum(r.events) as events,
        case when count(case when r.acts > 0 and r.views is null then 1 end) = 0 then sum(r.views) end as views,
        sum(r.total_views) as total_views,
        sum(r.expected) as expected,
        1 / nullif(max(r.recent_expected), 0) + 1 / nullif(2 * sum(r.learnt_from), 0) as learning_error
    from recent r
    join span s on r.days_back < s.window_days
    group by r.unit, s.window_days
),
every_unit as (
    select unit, window_days, days, history_days, acting_days, kin_days, offset_by_events,
        observed, events, views, total_views, expected, dispersion,
        dispersion * coalesce(learning_error, 0) as level_variance,
        dispersion * expected + expected * expected * dispersion * coalesce(learning_error, 0) as variance,
        false as pooled
    from total
    union all
    select *, true as pooled
    from pooled
)
select t.tested_day, s.detector, s.market, s.surface, e.* exclude (unit)
from every_unit e
join tested t on t.unit = e.unit
join segment s on s.segment = t.segment
order by e.unit, e.window_days
