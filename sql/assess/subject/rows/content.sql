-- rows of content: one shape for whatever a finding rests on
select content_id as row_id, created_at as moment, author_id as actor_id, 'create' as action,
    parent_id as target_id, cast(null as varchar) as owner_id, content_id,
    cast(null as varchar) as device_id_hash, cast(null as varchar) as ip_prefix,
    market, language, surface, cast(null as varchar) as app_id
from content
