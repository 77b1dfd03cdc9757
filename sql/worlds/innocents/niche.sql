-- niche: small uploads that the few who see them love twice as much as usual; and an upload that an advertiser pays to
-- have shown to thousands, of whom hardly anybody reacts
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script,
    views
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    group by all
),
occasion as (
    select place.*, kind.*, unnest(range(4 * greatest(1, $events // 5000000))) as occasion_no
    from place
    cross join (values ('hit', 'like', 22, 4), ('advert', 'view', 20, 150)) as kind (kind, action, people, views)
),
timed as (
    select *, noise('niche', concat_ws('/', kind, market_no, occasion_no)) as n
    from occasion
),
placed as (
    select *, world_start() + to_days(4 + die(n, 0, 85)) + to_hours(3 + die(n, 16, 18)) as started
    from timed
),
seen as (
    select
        placed.*,
        placed.market_no * 100000000 + clock.uploads_before - 1 as spot,
        unnest(range(cast(least(people, accounts // 4) as bigint))) as person
    from placed
    inner join clock on placed.started = clock.hour and placed.market_no = clock.market_no
),
drawn as (
    select
        *,
        (die(n, 32, 60000) + person * 104729) % accounts as account_no,
        noise('niche', concat_ws('/', kind, market_no, occasion_no, person)) as b
    from seen
)
select
    null, started + interval 10 minute + after(unit(b, 0), 30000), drawn.market_no * 100000000 + account_no, action, spot,
    upload.author, null, case action when 'view' then 2 + die(b, 24, 20) end,
    home_device(drawn.market_no * 100000000 + account_no, account_no), home_network(drawn.market_no, account_no),
    home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'feed', drawn.market_no, null, views
from drawn
inner join upload on drawn.spot = upload.upload;
