-- schedule: regular people and machines that mean no harm
--
-- In the large markets two newsrooms, checked by the platform, publish on the hour by scheduler, and people who cannot use
-- their hands like by a switch: a pointer wanders over the screen in equal steps, and they press when it is there.
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where market.market_no <= least(3, $events // 150000)
    group by all
),
desk as (select *, unnest([2, 7]) as account_no from place),
slot as (select *, world_start() + to_hours(unnest(range(world_days() * 24))) as hour from desk),
published as (
    select *, hour + interval 2 second + wait(noise('schedule', concat_ws('/', market_no, account_no, hour)), 0, 2) as moment
    from slot
    -- nobody schedules the small hours
    where extract('hour' from hour + to_hours(utc_offset)) between 5 + account_no and 19 + account_no // 2
),
switched as (
    select
        *,
        (11 + visit_no * 7919) % accounts as account_no,
        noise('switch', concat_ws('/', market_no, visit_no)) as n
    from (select *, unnest(range(30)) as visit_no from place) as visit
),
pressed as (
    select
        *,
        world_start() + after(unit(n, 0), 90 * 86400)
            + to_seconds(sum(18 * (1 + die(noise('press', concat_ws('/', n, press_no)), 0, 4)))
                over (partition by market_no, visit_no order by press_no)) as moment
    from (select *, unnest(range(26)) as press_no from switched) as press
),
liked as (
    select
        pressed.*,
        pressed.market_no * 100000000 + uploads_before - 1 - press_no as spot
    from pressed
    inner join clock on date_trunc('hour', pressed.moment) = clock.hour and pressed.market_no = clock.market_no
)
select
    null, moment, market_no * 100000000 + account_no, 'create', null, null, null, null,
    home_device(market_no * 100000000 + account_no, account_no), home_network(market_no, account_no),
    home_asn(first_asn, account_no), 30, 'feed', published.market_no,
    pick(tongue.words.opener, die(noise('news', published.moment), 0, 65536)) || ' '
        || pick(tongue.words.topic, die(noise('news', published.moment), 16, 65536)) || ' ' || hour
from published
inner join tongue on published.language = tongue.language
union all
select
    null, liked.moment, liked.market_no * 100000000 + account_no, 'like', spot, upload.author, null, null,
    home_device(liked.market_no * 100000000 + account_no, account_no), home_network(liked.market_no, account_no),
    home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'feed', liked.market_no, null
from liked
inner join upload on liked.spot = upload.upload;
