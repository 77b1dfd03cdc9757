-- truth: what was planted, once per detector whose wave it belongs to
select distinct detector, entity_type, entity_id
from read_parquet($truth)
order by detector, entity_type, entity_id;
