-- crowd: acts of some accounts per leaf, and what their share of everybody's acts would make of it
--
-- {{dims}}: columns of events; {{act}}: what counts besides the time
with leaf as (
    select
        {dims},
        count(*) as acts,
        count(*) filter (where actor_id in (select unnest($accounts))) as actual
    from events
    where event_time >= $since and event_time < $until and {act}
    group by {dims}
)

select
    {dims},
    actual,
    acts * cast(sum(actual) over () as double) / sum(acts) over () as expected
from leaf
order by {dims}
