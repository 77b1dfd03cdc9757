-- autoplay: a news page embeds an upload that starts by itself: scores of strangers see a second of it, each once, in the
-- middle of whatever else they do; and a few people play one song to its end twenty times
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    group by all
),
occasion as (
    select
        place.*,
        kind.*,
        unnest(range(3 * greatest(1, $events // 5000000))) as occasion_no
    from place
    cross join (values ('embed', 60, 1), ('song', 4, 15)) as kind (kind, viewers, plays)
),
timed as (
    select *, noise(kind, market_no || '/' || occasion_no) as n
    from occasion
),
placed as (
    select
        timed.*,
        world_start() + to_days(4 + die(n, 0, 85)) + to_hours(6 + die(n, 16, 14)) as started
    from timed
),
seen as (
    select
        placed.*,
        placed.market_no * 100000000 + clock.uploads_before - 1 as spot,
        unnest(range(cast(least(viewers, accounts // 8) as bigint))) as viewer
    from placed
    inner join clock on placed.started = clock.hour and placed.market_no = clock.market_no
),
played as (
    -- who is often here is also who is met on a news page
    select
        *,
        (die(n, 32, 60000) + viewer * 7919) % (accounts // 4) as account_no,
        unnest(range(plays)) as play
    from seen
),
drawn as (
    select *, noise('autoplay', concat_ws('/', kind, market_no, occasion_no, viewer, play)) as b
    from played
)
select
    null,
    started + interval 10 minute + after(unit(b, 0), case kind when 'embed' then 20000 else 40 end)
        + to_seconds(cast(play * 230 as bigint)),
    drawn.market_no * 100000000 + account_no, 'view', spot, upload.author, null,
    case kind when 'embed' then round(0.5 + unit(b, 24), 1) else 180 + die(b, 24, 40) end,
    home_device(drawn.market_no * 100000000 + account_no, account_no), home_network(drawn.market_no, account_no),
    home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'feed', drawn.market_no, null
from drawn
inner join upload on drawn.spot = upload.upload;
