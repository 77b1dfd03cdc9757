-- training: the past that each unit may learn from
--
-- Reads:  daily, tested; $guard_days, $training_days
-- Gives:  one row per unit × training day; exposure is relative to the segment's own mean, so that rates stay in acts
--         per usual day; weight starts at 1
-- the guard band keeps an outbreak that has begun out of its own baseline
with past as (
    select t.unit, d.day, t.tested_day, d.acts, d.events, t.events as events_now
    from tested t
    join daily d on d.segment = t.segment
    where date_diff('day', d.day, t.tested_day) > $guard_days
        and date_diff('day', d.day, t.tested_day) <= $guard_days + $training_days
        and (t.since is null or d.day >= t.since)
),
-- a segment whose traffic is unknown, in its past or today, is judged on its counts
traffic as (
    select unit, case when min(events_now) > 0 and avg(events) > 0 then avg(events) end as usual_events
    from past
    group by unit
)
select p.unit, p.day,
    date_diff('day', date '1990-01-01', p.day) % 7 as weekday,
    date_diff('day', p.day, p.tested_day) as days_back,
    cast(p.acts as double) as acts,
    t.usual_events,
    case when t.usual_events is null then cast(1 as double) else coalesce(p.events, 0) / t.usual_events end as exposure,
    cast(1 as double) as weight
from past p
join traffic t on t.unit = p.unit
order by p.unit, p.day
