-- new_phone: people who buy a phone on a journey mistype a half forgotten password, set a new one, and tell two friends
insert into plot
    (wave_id, moment, actor, action, upload, peer, status, device, network, asn, client, surface, market_no)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    group by all
),
traveller as (
    select *, unnest(range(cast(greatest(1, share * $events // 1000000) as bigint))) as traveller_no
    from place
),
person as (
    select
        *,
        noise('new_phone', market_no || '/' || traveller_no) as n,
        cast(floor(accounts * power(unit(noise('new_phone', market_no || '/' || traveller_no), 0), 1.6)) as bigint)
            as account_no
    from traveller
),
arrived as (
    select *, world_start() + interval 20 day + after(unit(n, 24), 69 * 86400) as opened_at from person
),
acted as (
    select *, 'login' as act, 'fail' as outcome, null as friend, opened_at - to_seconds(60 * (1 + unnest(range(3)))) as acted_at
    from arrived
    union all by name
    select *, 'login' as act, 'ok' as outcome, opened_at as acted_at from arrived
    union all by name
    select *, 'credential_change' as act, 'ok' as outcome, opened_at + interval 3 minute as acted_at from arrived
    union all by name
    select *, 'message' as act, 1 + message_no as friend, opened_at + to_seconds(600 + 90 * message_no) as acted_at
    from (select *, unnest(range(2)) as message_no from arrived) as told
)
select
    null, acted_at, market_no * 100000000 + account_no, act, null,
    case when friend is not null then market_no * 100000000 + (account_no + friend) % accounts end,
    outcome, 9800000000 + n % 1000000000, market_no * 100000000 + 80000000 + die(n, 8, 60000), first_asn + 7,
    cast(die(n, 16, 40) as integer), 'account', market_no
from acted;
