-- quiet: the highest score of each quiet day: what chance and an imperfect forecast reach when nothing happened
with element as (
    {cube}
)

select day, max(score) filter (where actual - expected >= $least_excess) as score
from element
where day > 0
group by day
order by day
