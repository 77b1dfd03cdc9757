-- rows of user_reports: one shape for whatever a finding rests on; who reported is who acted
select report_id as row_id, reported_at as moment, reporter_id as actor_id, 'report' as action, target_id,
    target_account_id as owner_id, target_id as content_id,
    cast(null as varchar) as device_id_hash, cast(null as varchar) as ip_prefix,
    market, cast(null as varchar) as language, surface, cast(null as varchar) as app_id
from user_reports
