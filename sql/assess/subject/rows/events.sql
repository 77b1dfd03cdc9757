-- rows of events: one shape for whatever a finding rests on
select event_id as row_id, event_time as moment, actor_id, action, target_id, target_account_id as owner_id,
    coalesce(content_id, target_id) as content_id, device_id_hash, ip_prefix,
    market, language, surface, app_id
from events
