-- segment: the names behind the numbers of segments, which are in the order of the names
--
-- Reads:  given (segment, detector, market, surface)
select cast(segment as integer) as segment, detector, market, surface
from given
order by segment
