-- noted: the evidence of one day's run; {key} is the key of the table it points at
select $noted_day as day, cast(entity_id as varchar) as entity_id, cast({key} as varchar) as act_id
from evidence
