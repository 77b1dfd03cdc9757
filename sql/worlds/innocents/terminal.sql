-- terminal: on Saturdays people queue for the one public computer of a library, six to fourteen one after the other;
-- most sit down minutes after the one before them got up
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where market.market_no <= greatest(1, least(6, $events // 150000))
    group by all
),
saturday as (
    select *, unnest(range(world_days() // 7)) as week
    from place
),
queue as (
    select
        *,
        noise('terminal', market_no || '/' || week) as n,
        unnest(range(6 + die(noise('terminal', market_no || '/' || week), 0, 9))) as visitor
    from saturday
),
person as (
    select
        *,
        (die(n, 16, 60000) + visitor * 7907) % accounts as account_no,
        noise('visitor', concat_ws('/', market_no, week, visitor)) as v
    from queue
),
stay as (
    select
        *,
        cast((4 + 10 * unit(v, 24)) * 60000000 as bigint) as stay_us,
        -- the wait for a free chair: five minutes in the mean
        cast(-ln(1 - unit(v, 0)) * 300000000 as bigint) as free_us
    from person
),
seated as (
    select
        *,
        world_start() + to_days(cast(week * 7 as integer)) + to_hours(cast(10 - utc_offset as integer))
            + to_microseconds(cast(
                sum(free_us + stay_us) over (partition by market_no, week order by visitor) - stay_us as bigint
            )) as sat_at
    from stay
),
act as (
    select *, noise('terminal', concat_ws('/', market_no, week, visitor, act_no)) as b
    from (select *, unnest(range(2 + die(v, 44, 3))) as act_no from seated) as step
),
aimed as (
    select
        act.*,
        -- first and last act are as long apart as the visit lasts
        sat_at + to_microseconds(stay_us * act_no // (1 + die(v, 44, 3))) as acted_at,
        act.market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(b, 0)) as bigint) as spot
    from act
    inner join clock on date_trunc('hour', act.sat_at) = clock.hour and act.market_no = clock.market_no
)
select
    null, acted_at, aimed.market_no * 100000000 + account_no, 'like', spot, upload.author, null, null,
    9000000000 + aimed.market_no * 1000000 + 999999, campus_network(aimed.market_no), first_asn + 1, 20, 'feed',
    aimed.market_no, null
from aimed
inner join upload on aimed.spot = upload.upload;
