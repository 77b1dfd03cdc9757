-- best: the element of the tested day that chance explains least; of equals the shortest, then the first by name
with element as (
    {cube}
)

select
    {dims},
    actual,
    expected,
    score,
    {depth} as depth,
    count(*) over () as tested
from element
where day = 0
qualify actual - expected >= $least_excess
order by score desc, depth, {order}
limit 1
