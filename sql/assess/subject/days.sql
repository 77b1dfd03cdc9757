-- days: acts per day behind the findings
select cast(moment as date) as day, count(distinct row_id) as acts, count(distinct entity_id) as entities
from subject_proof
group by day
order by day
