-- labels: what people said about one kind of entity and abuse
select *
from labels
where entity_type = $entity_type and abuse_type = $abuse_type and value is not null
order by label_id
