-- daily: evidence per day × market × surface of one detector, with the traffic around it
--
-- Reads:  trendkit_daily_found (day, entity_id, act_id: what each day's run gave), trendkit_daily_act (one file of
--         metrics/acts), trendkit_daily_volume, trendkit_daily_exposure; $first, $last: days on which the detector could look
-- A day it could look at and found nothing is 0 for every segment it ever found something in; other days are missing.
-- Views are NULL where no view of the things concerned is on record: unknown, not none.
with evidence as (
    select distinct f.day, f.entity_id, f.act_id,
        coalesce(a.market, '') as market, coalesce(a.surface, '') as surface, a.content_id
    from trendkit_daily_found f
    join trendkit_daily_act a on a.act_id = f.act_id and a.day = f.day
),
counted as (
    select day, market, surface, count(distinct act_id) as acts, count(distinct entity_id) as entities
    from evidence
    group by day, market, surface
),
concerned as (
    select distinct day, market, surface, content_id from evidence where content_id is not null
),
seen as (
    select c.day, c.market, c.surface, sum(x.views) as views
    from concerned c
    join trendkit_daily_exposure x on x.day = c.day and x.content_id = c.content_id
    group by c.day, c.market, c.surface
),
covered as (
    select distinct day from trendkit_daily_volume where day >= $first and day <= $last
),
total as (
    select day, sum(views) as views from trendkit_daily_exposure group by day
),
segment as (
    select distinct market, surface from counted where day >= $first and day <= $last
)
select d.day, s.market, s.surface,
    cast(coalesce(c.acts, 0) as bigint) as acts,
    cast(coalesce(c.entities, 0) as bigint) as entities,
    cast(coalesce(v.events, 0) as bigint) as events,
    cast(case when c.acts is null and t.views is not null then 0 else n.views end as bigint) as views,
    cast(t.views as bigint) as total_views
from covered d
cross join segment s
left join counted c on c.day = d.day and c.market = s.market and c.surface = s.surface
left join trendkit_daily_volume v on v.day = d.day and v.market = s.market and v.surface = s.surface
left join seen n on n.day = d.day and n.market = s.market and n.surface = s.surface
left join total t on t.day = d.day
order by d.day, s.market, s.surface
