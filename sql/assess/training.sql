-- training: the past that each tested day may learn from
--
-- Reads:  daily, tested; $guard_days, $training_days
-- Gives:  one row per tested day × segment × training day; exposure is relative to the segment's own mean, so that
--         rates stay in acts per usual day; weight starts at 1, dispersion (phi, at least 1) as a flat rate
--         leaves it: a weekday that happened to hold the bursts must not explain them away
-- the guard band keeps an outbreak that has begun out of its own baseline
with past as (
    select t.tested_day, t.detector, t.market, t.surface, d.day, d.acts, d.events, t.events as events_now
    from tested t
    join daily d on d.detector = t.detector and d.market = t.market and d.surface = t.surface
    where date_diff('day', d.day, t.tested_day) > $guard_days
        and date_diff('day', d.day, t.tested_day) <= $guard_days + $training_days
        and (t.since is null or d.day >= t.since)
),
-- a segment whose traffic is unknown, in its past or today, is judged on its counts
traffic as (
    select tested_day, detector, market, surface,
        case when min(events_now) > 0 and avg(events) > 0 then avg(events) end as usual_events
    from past
    group by tested_day, detector, market, surface
),
scaled as (
    select p.tested_day, p.detector, p.market, p.surface, p.day,
        date_diff('day', date '1990-01-01', p.day) % 7 as weekday,
        date_diff('day', p.day, p.tested_day) as days_back,
        cast(p.acts as double) as acts,
        t.usual_events,
        case when t.usual_events is null then cast(1 as double)
            else coalesce(p.events, 0) / t.usual_events end as exposure
    from past p
    join traffic t
        on t.tested_day = p.tested_day and t.detector = p.detector and t.market = p.market and t.surface = p.surface
),
level as (
    select tested_day, detector, market, surface, sum(acts) / nullif(sum(exposure), 0) as level, count(*) as days
    from scaled
    group by tested_day, detector, market, surface
),
scatter as (
    select s.tested_day, s.detector, s.market, s.surface,
        greatest(1, coalesce(
            sum((s.acts - s.exposure * l.level) * (s.acts - s.exposure * l.level) / nullif(s.exposure * l.level, 0))
                / greatest(1, max(l.days) - 1), 1)) as dispersion
    from scaled s
    join level l
        on l.tested_day = s.tested_day and l.detector = s.detector and l.market = s.market and l.surface = s.surface
    group by s.tested_day, s.detector, s.market, s.surface
)
select s.*, cast(1 as double) as weight, c.dispersion
from scaled s
join scatter c
    on c.tested_day = s.tested_day and c.detector = s.detector and c.market = s.market and c.surface = s.surface
order by s.tested_day, s.detector, s.market, s.surface, s.day
