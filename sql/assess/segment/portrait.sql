-- portrait: one row per account that acted in the window: what it usually is, and whether it was found
--
-- Gives:  account_id, found, and one text column per attribute; NULL is a value.
-- Of several ways an account acts (market, app …), the most frequent combination speaks for it: rare detours say
-- little, and every account counts once.
with manner as (
    select actor_id, market, language, surface, app_id, client_hash, asn, ip_prefix, count(*) as acts
    from events
    where event_time >= $since and event_time < $until
    group by actor_id, market, language, surface, app_id, client_hash, asn, ip_prefix
),

usual as (
    select *
    from manner
    qualify row_number() over (
        partition by actor_id
        order by acts desc, market, language, surface, app_id, client_hash, asn, ip_prefix
    ) = 1
),

aged as (
    select account_id, verified, account_type, email_domain, phone_prefix, signup_asn,
        market as home_market,
        language as home_language,
        date_diff('day', cast(created_at as date), cast($until as date)) as age_days
    from accounts
)

select
    usual.actor_id as account_id,
    usual.actor_id in (select unnest($accounts)) as found,
    usual.market,
    usual.language,
    usual.surface,
    usual.app_id,
    usual.client_hash,
    cast(usual.asn as varchar) as asn,
    usual.ip_prefix,
    cast(aged.verified as varchar) as verified,
    aged.account_type,
    aged.email_domain,
    aged.phone_prefix,
    cast(aged.signup_asn as varchar) as signup_asn,
    aged.home_market,
    aged.home_language,
    case
        when aged.age_days < 7 then 'under 7 days'
        when aged.age_days < 30 then '7 to 29 days'
        when aged.age_days < 365 then '30 to 364 days'
        when aged.age_days >= 365 then '365 days or more'
    end as age_band
from usual
left join aged on aged.account_id = usual.actor_id
