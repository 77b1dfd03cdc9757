-- tested: the units to judge, a segment on a tested day each, and the first of their days that compare with it
--
-- Reads:  daily, segment, changed (detector, day); $first, $last (days to test)
-- Gives:  unit, parent (number of its day × detector × market), kin (of its day × detector), tested_day, segment,
--         events of that day, since (NULL: every day compares)
-- A detector that changed counts something else from that day on. A segment whose traffic is known and began later
-- than the data is new: the days before are not days on which it was quiet.
with begun as (
    select segment, case when max(events) > 0 then min(case when events > 0 or acts > 0 then day end) end as day
    from daily
    group by segment
),
asked as (
    select d.day as tested_day, d.segment,
        max(d.events) as events,
        greatest(max(c.day), max(case when d.events > 0 then b.day end)) as since
    from daily d
    join segment s on s.segment = d.segment
    join begun b on b.segment = d.segment
    left join changed c on c.detector = s.detector and c.day <= d.day
    where d.day >= $first and d.day <= $last
    group by d.day, d.segment
)
select cast(row_number() over (order by a.tested_day, a.segment) as integer) as unit,
    cast(dense_rank() over (order by a.tested_day, s.detector, s.market) as integer) as parent,
    cast(dense_rank() over (order by a.tested_day, s.detector) as integer) as kin,
    a.tested_day, a.segment, a.events, a.since
from asked a
join segment s on s.segment = a.segment
order by unit
