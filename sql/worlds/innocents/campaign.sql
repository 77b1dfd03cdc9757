-- campaign: two dozen partners of a shop post its tag at the minute they were told to; one or two mistype, delete and
-- post again, and the rest stays
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script,
    tags, deleted_at
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where $events >= 300000
    group by all
),
launch as (
    select
        *,
        noise('campaign', market_no || '/' || launch_no) as n,
        world_start() + to_days(cast(7 + market_no * 5 + launch_no * 20 as integer)) + to_hours(10) as launched_at
    from (select *, unnest(range(2)) as launch_no from place) as twice
),
partner as (
    select *, unnest(range(24)) as partner_no
    from launch
),
drawn as (
    select
        *,
        (partner_no * 4421 + 907 + launch_no * 31) % accounts as account_no,
        noise('campaign', concat_ws('/', market_no, launch_no, partner_no)) as b
    from partner
),
post as (
    select *, unnest(case when die(b, 40, 15) = 0 then [0, 1] else [1] end) as last_try
    from drawn
),
timed as (
    select
        *,
        market_no * 100000000 + account_no as person,
        launched_at + after(unit(b, 0), 600) + to_seconds(last_try * 90) as acted_at
    from post
)
select
    null, acted_at, person, 'create', null, null, null, null, home_device(person, account_no),
    home_network(timed.market_no, account_no), home_asn(market.first_asn, account_no), cast(account_no % 40 as integer), 'feed',
    timed.market_no, pick(tongue.words.opener, die(b, 16, 65536)) || ' ' || pick(tongue.words.topic, die(n, 16, 65536)),
    case when die(b, 24, 3) = 0 then ['sale' || n % 1000, 'ad'] else ['sale' || n % 1000] end,
    case when last_try = 0 then acted_at + interval 60 second end
from timed
inner join market on timed.market_no = market.market_no
inner join tongue on market.language = tongue.language;
