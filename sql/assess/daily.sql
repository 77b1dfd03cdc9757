-- daily: the counts to judge, typed, in one fixed order
--
-- Reads:  given (one row per day × segment)
select cast(segment as integer) as segment, cast(day as date) as day,
    cast(acts as bigint) as acts,
    cast(events as bigint) as events,
    cast(views as bigint) as views,
    cast(total_views as bigint) as total_views
from given
order by segment, day
