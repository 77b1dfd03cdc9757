-- volume: all events per day × market × surface, the exposure that counts are judged against
--
-- Surface 'all' holds the whole market, for evidence that happens on no surface. An unknown market or surface is ''.
with counted as (
    select cast(event_time as date) as day, coalesce(market, '') as market, coalesce(surface, '') as surface,
        count(*) as events
    from events
    where event_time >= $since and event_time < $until
    group by 1, 2, 3
)
select day, market, surface, events from counted
union all
select day, market, 'all' as surface, sum(events) as events from counted group by day, market
