-- forecast: observed and expected acts of each segment over the last 1, 3 and 7 days, with the variance to expect
--
-- Reads:  daily, tested, fitted, rate, pooled; $guard_days, $recent_days
-- Gives:  one row per tested day × segment × window, pooled or not; a segment with neither a past nor siblings has none
with segment as (
    select tested_day, detector, market, surface,
        max(usual_events) as usual_events,
        max(dispersion) as dispersion,
        count(*) as history_days,
        max(acting_days) as acting_days,
        max(kin_days) as kin_days,
        sum(case when days_back <= $guard_days + $recent_days then expected else 0 end) as recent_expected
    from fitted
    group by tested_day, detector, market, surface
),
learnt as (
    select tested_day, detector, market, surface, weekday, sum(expected) as expected
    from fitted
    group by tested_day, detector, market, surface, weekday
),
span as (
    select 1 as window_days union all select 3 union all select 7
),
recent as (
    select s.tested_day, s.detector, s.market, s.surface, s.dispersion, s.history_days,
        s.acting_days, s.kin_days, s.recent_expected, s.usual_events is not null as offset_by_events,
        date_diff('day', d.day, s.tested_day) as days_back,
        d.acts, d.events, d.views, d.total_views,
        case when s.usual_events is null then 1 else coalesce(d.events, 0) / s.usual_events end * r.rate as expected,
        coalesce(l.expected, 0) + r.prior_days * r.rate as learnt_from
    from segment s
    join tested t
        on t.tested_day = s.tested_day and t.detector = s.detector and t.market = s.market and t.surface = s.surface
    join daily d on d.detector = s.detector and d.market = s.market and d.surface = s.surface
    join rate r
        on r.tested_day = s.tested_day and r.detector = s.detector and r.market = s.market
            and r.surface = s.surface and r.weekday = date_diff('day', date '1990-01-01', d.day) % 7
    left join learnt l
        on l.tested_day = r.tested_day and l.detector = r.detector and l.market = r.market
            and l.surface = r.surface and l.weekday = r.weekday
    where date_diff('day', d.day, s.tested_day) >= 0 and date_diff('day', d.day, s.tested_day) < $guard_days
        and (t.since is null or d.day >= t.since)
),
total as (
    select r.tested_day, r.detector, r.market, r.surface, s.window_days,
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
    group by r.tested_day, r.detector, r.market, r.surface, s.window_days
),
own as (
    select tested_day, detector, market, surface, window_days, days, history_days, acting_days, kin_days,
        offset_by_events, observed, events, views, total_views, expected, dispersion,
        dispersion * coalesce(learning_error, 0) as level_variance,
        dispersion * expected + expected * expected * dispersion * coalesce(learning_error, 0) as variance
    from total
)
select *, false as pooled
from own o
where not exists (
    select 1
    from pooled p
    where p.tested_day = o.tested_day and p.detector = o.detector and p.market = o.market and p.surface = o.surface
)
union all
select *, true as pooled
from pooled
order by tested_day, detector, market, surface, window_days
