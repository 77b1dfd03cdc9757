-- tested: the segments to judge on each tested day, and the first of their days that compare with it
--
-- Reads:  daily, changed (detector, day); $first, $last (days to test)
-- Gives:  one row per tested day × segment: events of that day, since (NULL: every day compares)
-- A detector that changed counts something else from that day on. A segment whose traffic is known and began later
-- than the data is new: the days before are not days on which it was quiet.
with begun as (
    select detector, market, surface,
        case when max(events) > 0 then min(case when events > 0 or acts > 0 then day end) end as day
    from daily
    group by detector, market, surface
)
select d.day as tested_day, d.detector, d.market, d.surface,
    max(d.events) as events,
    greatest(max(c.day), max(case when d.events > 0 then b.day end)) as since
from daily d
join begun b on b.detector = d.detector and b.market = d.market and b.surface = d.surface
left join changed c on c.detector = d.detector and c.day <= d.day
where d.day >= $first and d.day <= $last
group by d.day, d.detector, d.market, d.surface
order by d.day, d.detector, d.market, d.surface
