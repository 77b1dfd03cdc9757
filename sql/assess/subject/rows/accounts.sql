-- rows of accounts: one shape for whatever a finding rests on; a registration is an act, on no surface
select account_id as row_id, created_at as moment, account_id as actor_id, 'signup' as action,
    cast(null as varchar) as target_id, cast(null as varchar) as owner_id, cast(null as varchar) as content_id,
    signup_device_hash as device_id_hash, signup_ip_prefix as ip_prefix,
    market, language, cast(null as varchar) as surface, cast(null as varchar) as app_id
from accounts
