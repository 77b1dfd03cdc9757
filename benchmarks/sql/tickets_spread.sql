-- tickets_spread: the same tickets opened evenly over $days days, in an order that has nothing to do with them
with placed as (
    select ticket_id, resolved_at - opened_at as taken,
        (row_number() over (order by md5(ticket_id)) - 0.5) / count(*) over () as place
    from tickets
),
opened as (
    select ticket_id, taken, timestamp '2016-01-01' + to_seconds(cast(place * $days * 86400 as bigint)) as opened_at
    from placed
)
select ticket_id, opened_at, opened_at + taken as resolved_at
from opened
