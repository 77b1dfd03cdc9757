-- link_home: people who link the same address again and again, at home or where they were asked
--
-- A town paper posts every item on its own profile, with the link. A maker puts the shop under each of their own uploads.
-- A help desk answers those who asked it something, with the link to its page.
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script,
    link
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where market.market_no <= 6 and $events >= 300000
    group by all
),
host as (
    select
        *,
        market_no * 100000000 + (start_no * 3571 + 29) % accounts as host,
        (start_no * 3571 + 29) % accounts as host_no
    from place
    cross join (values ('paper', 1), ('desk', 2)) as host (host_kind, start_no)
),
day as (
    -- the desk is open for a week after an outage, the paper always
    select *, unnest(case host_kind when 'desk' then range(40, 47) else range(0, 91, 3) end) as day_no
    from host
),
item as (
    select *, unnest(range(case host_kind when 'desk' then 18 else 10 end)) as item_no
    from day
),
drawn as (
    select
        *,
        noise(host_kind, concat_ws('/', market_no, day_no, item_no)) as b,
        world_start() + to_days(cast(day_no as integer)) + to_hours(7) + to_seconds(item_no * 2000) as moment,
        (item_no * 104729 + day_no * 37 + 5) % accounts as asker_no
    from item
),
spot as (
    select drawn.*, drawn.market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(b, 24)) as bigint) as spot
    from drawn
    inner join clock on date_trunc('hour', drawn.moment) = clock.hour and drawn.market_no = clock.market_no
),
maker as (
    select upload.*, market.first_asn
    from upload
    inner join place on upload.market_no = place.market_no and upload.author = place.market_no * 100000000 + 13 % accounts
    inner join market on upload.market_no = market.market_no
    where upload.moment >= world_start()
),
act as (
    select moment + to_seconds(die(b, 0, 1500)) as acted_at, host as doer, 'create' as action, null as upload, null as peer,
        market_no, 'https://town-' || market_no || '.example/' || die(b, 16, 4000) as link
    from spot
    where host_kind = 'paper'
    union all
    select moment + to_seconds(die(b, 0, 600)), market_no * 100000000 + asker_no, 'mention', null, host, market_no, null
    from spot
    where host_kind = 'desk'
    union all
    -- the desk answers under whatever the asker made last
    select moment + to_seconds(700 + die(b, 16, 900)), host, 'reply', spot, market_no * 100000000 + asker_no, market_no,
        'https://help-' || market_no || '.example/start'
    from spot
    where host_kind = 'desk'
    union all
    select moment + interval 40 second, author, 'comment', upload, author, market_no,
        'https://maker-' || market_no || '.example/shop'
    from maker
)
select
    null, acted_at, doer, action, upload, peer, null, null, home_device(doer, doer % 100000000),
    home_network(act.market_no, doer % 100000000), home_asn(first_asn, doer % 100000000), cast(doer % 40 as integer), 'feed',
    act.market_no, null, link
from act
inner join market on act.market_no = market.market_no;
