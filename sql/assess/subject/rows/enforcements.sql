-- rows of enforcements: one shape for whatever a finding rests on; no account acts here
select enforcement_id as row_id, enforced_at as moment, cast(null as varchar) as actor_id, action, target_id,
    cast(null as varchar) as owner_id, case when target_type <> 'account' then target_id end as content_id,
    cast(null as varchar) as device_id_hash, cast(null as varchar) as ip_prefix,
    market, cast(null as varchar) as language, cast(null as varchar) as surface,
    cast(null as varchar) as app_id
from enforcements
