-- events: the deeds of one chunk in the shape of the contract, in their order
select
    'e' || deed.number as event_id,
    deed.moment as event_time,
    'u' || public_number(deed.actor) as actor_id,
    deed.action,
    case
        when deed.action = 'create' then null
        when deed.upload is null and deed.peer is null then null
        when deed.upload is null then 'account'
        when deed.upload % 5 = 0 then 'live'
        else 'video'
    end as target_type,
    case
        when deed.action = 'create' then null
        when deed.upload is null then 'u' || public_number(deed.peer)
        else 'v' || deed.upload
    end as target_id,
    'u' || public_number(deed.peer) as target_account_id,
    case
        when deed.action = 'create' and deed.upload is not null then 'v' || deed.upload
        when deed.action in ('create', 'comment', 'reply', 'message') then 'c' || deed.number
    end as content_id,
    case when deed.action in ('comment', 'reply') then 'v' || deed.upload end as parent_id,
    case when deed.action in ('comment', 'reply') then 'v' || deed.upload end as root_id,
    deed.status,
    deed.value,
    's' || coalesce(deed.session, deed.number) as session_id,
    'd' || long_number(deed.device) as device_id_hash,
    network_name(deed.network) as ip_prefix,
    deed.asn,
    'client-' || deed.client as client_hash,
    coalesce(deed.app, case when deed.client = 7 then 'web' when deed.client % 3 = 0 then 'ios' else 'android' end) as app_id,
    deed.surface,
    market.market,
    case when deed.actor % 7 = 3 then market.second_language else market.language end as language,
    deed.moment + to_seconds(20 + deed.number % 100) as ingested_at
from deed
inner join market on deed.market_no = market.market_no
where deed.action <> 'report'
