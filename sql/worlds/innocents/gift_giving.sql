-- gift_giving: money that changes hands and means no harm
--
-- A charity streams for an evening: dozens give, some several times, and the host thanks a few with a trifle. Friends
-- give each other something on their birthdays, weeks apart, and now and then right back.
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with place as (
    select market_no, max(old_accounts) as accounts
    from clock
    where $events >= 300000
    group by market_no
),
guest as (
    select *, unnest(range(40)) as guest_no
    from place
),
drawn as (
    select
        *,
        noise('gift_giving', market_no || '/' || guest_no) as b,
        market_no * 100000000 + (guest_no * 3307 + 71) % accounts as guest,
        market_no * 100000000 + 67 % accounts as host,
        market_no * 100000000 + (guest_no * 3307 + 72) % accounts as friend,
        world_start() + to_days(cast(10 + market_no * 6 as integer)) + to_hours(11) as stream_at
    from guest
),
donation as (select *, unnest(range(1 + die(b, 0, 4))) as gift_no from drawn),
birthday as (select *, unnest(range(2)) as year_half from drawn where guest_no % 4 = 0),
act as (
    select stream_at + to_seconds(gift_no * 1500) + after(unit(b, 16), 1400) as acted_at, guest as doer, host as other,
        10.0 + die(b, 40, 90) as value, market_no
    from donation
    union all
    select stream_at + interval 3 hour + after(unit(b, 24), 1200), host, guest, 1.0, market_no
    from drawn
    where die(b, 32, 3) = 0
    union all
    select world_start() + to_days(die(b, 8, 40)) + to_days(cast(year_half * 45 as integer)) + to_hours(12),
        case year_half when 0 then guest else friend end, case year_half when 0 then friend else guest end, 25.0, market_no
    from birthday
    union all
    -- one friend in two cannot let that stand
    select world_start() + to_days(die(b, 8, 40)) + to_days(cast(year_half * 45 as integer)) + to_hours(13),
        case year_half when 0 then friend else guest end, case year_half when 0 then guest else friend end, 25.0, market_no
    from birthday
    where die(b, 20, 2) = 0
)
select
    null, acted_at, doer, 'gift', null, other, 'ok', value, home_device(doer, doer % 100000000),
    home_network(act.market_no, doer % 100000000), home_asn(market.first_asn, doer % 100000000),
    cast(doer % 40 as integer), 'live', act.market_no, null
from act
inner join market on act.market_no = market.market_no
where doer <> other;
