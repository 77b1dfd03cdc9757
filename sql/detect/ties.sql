-- Follows a detector's WITH list: what ties two flagged entities to each other.
select tie.*
from tie
where tie.a in (select unnest($entities)) and tie.b in (select unnest($entities))
order by tie.a, tie.b
