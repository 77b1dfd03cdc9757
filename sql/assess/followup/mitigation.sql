-- mitigation: one measure, as it was recorded
select *
from mitigations
where mitigation_id = $mitigation_id
