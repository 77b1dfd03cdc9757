-- tickets: how long each ticket took, or has been waiting, as it was known at one moment
--
-- Reads:  tickets             Binds: since, until (opened in, half-open), as_of
-- Gives:  segment, hours (to the end or, of those still open, to as_of), resolved, promised (hours, null: nothing promised)
--
-- What ended after as_of was open then: a cohort is always seen as on that day.
select
    {segment} as segment,
    date_diff('second', opened_at, least(coalesce(resolved_at, $as_of), $as_of)) / 3600.0 as hours,
    coalesce(resolved_at <= $as_of, false) as resolved,
    date_diff('second', opened_at, sla_due_at) / 3600.0 as promised
from tickets
where opened_at >= $since and opened_at < $until and opened_at <= $as_of
order by segment, hours, resolved, promised
