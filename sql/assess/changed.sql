-- changed: first days of a detector's new versions
--
-- Reads:  given (detector, day)
select cast(detector as varchar) as detector, cast(day as date) as day
from given
