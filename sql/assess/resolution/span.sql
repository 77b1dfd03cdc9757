-- span: the first ticket, the last one, and the last moment that the tickets know of
--
-- Reads:  tickets
select min(opened_at) as first, max(opened_at) as last,
    max(greatest(opened_at, coalesce(first_response_at, opened_at), coalesce(escalated_at, opened_at),
        coalesce(resolved_at, opened_at))) as known
from tickets
