-- who: one row per entity with rows in the scope
select entity_id, count(distinct row_id) as acts, min(moment) as first, max(moment) as last
from subject_proof
group by entity_id
order by acts desc, entity_id
