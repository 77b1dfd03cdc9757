-- lesson: once a week a class is given four uploads of different authors to watch; nearly everybody likes nearly all of
-- them within the lesson
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where market.market_no <= 6 and $events >= 300000
    group by all
),
lesson as (
    select
        place.*,
        week,
        world_start() + to_days(cast(week * 7 + market_no % 5 as integer)) + to_hours(cast(10 - utc_offset as integer))
            as started,
        unnest(range(4)) as item_no
    from place
    cross join (select unnest(range(1, 13)) as week) as term
),
spot as (
    select
        lesson.*,
        lesson.market_no * 100000000 + uploads_before - 1
            - cast(floor(recent * unit(noise('lesson', concat_ws('/', lesson.market_no, week, item_no)), 0)) as bigint) as spot
    from lesson
    inner join clock on date_trunc('hour', lesson.started) = clock.hour and lesson.market_no = clock.market_no
),
pupil as (
    select *, (market_no * 613 + pupil_no * 29 + 101) % accounts as account_no,
        noise('pupil', concat_ws('/', spot, week, pupil_no)) as b
    from (select *, unnest(range(24)) as pupil_no from spot) as class
)
select
    null, started + to_seconds(item_no * 420) + after(unit(b, 0), 240), pupil.market_no * 100000000 + account_no, 'like', spot,
    upload.author, null, null,
    home_device(pupil.market_no * 100000000 + account_no, account_no), campus_network(pupil.market_no), first_asn + 1,
    cast(account_no % 40 as integer), 'feed', pupil.market_no, null
from pupil
inner join upload on pupil.spot = upload.upload
where unit(b, 24) < 0.9;
