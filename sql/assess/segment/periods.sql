-- periods: acts of the window per leaf, and the mean of as many windows before it
--
-- {{dims}}: columns of events; {{act}}: what counts besides the time
select
    {dims},
    count(*) filter (where event_time >= $since) as actual,
    count(*) filter (where event_time < $since) / cast($periods as double) as expected
from events
where event_time >= $before and event_time < $until and {act}
group by {dims}
order by {dims}
