-- truth: what was planted, once per detector whose wave it belongs to; `sought` where that detector looks for it: a life
-- before the wave (ban_return) is abuse, but no finding of the detector of the wave
select detector, entity_type, entity_id, max(role <> 'first_life') as sought
from read_parquet($truth)
group by detector, entity_type, entity_id
order by detector, entity_type, entity_id;
