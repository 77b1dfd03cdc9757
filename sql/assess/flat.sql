-- flat: dispersion (phi, at least 1) as a flat rate leaves it
--
-- Reads:  training
-- Gives:  one row per unit; a weekday that happened to hold the bursts must not explain them away
with level as (
    select unit, sum(acts) / nullif(sum(exposure), 0) as level, count(*) as days
    from training
    group by unit
)
select t.unit,
    greatest(1, coalesce(
        sum((t.acts - t.exposure * l.level) * (t.acts - t.exposure * l.level) / nullif(t.exposure * l.level, 0))
            / greatest(1, max(l.days) - 1), 1)) as dispersion
from training t
join level l on l.unit = t.unit
group by t.unit
order by t.unit
