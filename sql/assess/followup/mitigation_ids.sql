-- mitigation_ids: what may be followed up
select mitigation_id
from mitigations
order by launched_at, mitigation_id
