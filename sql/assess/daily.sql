-- daily: the counts to judge, typed, in one fixed order
--
-- Reads:  given (one row per day × detector × market × surface)
select cast(day as date) as day, detector, market, surface,
    cast(acts as bigint) as acts,
    cast(events as bigint) as events,
    cast(views as bigint) as views,
    cast(total_views as bigint) as total_views
from given
order by detector, market, surface, day
