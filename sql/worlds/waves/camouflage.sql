-- camouflage: between jobs bots do what everybody does, and those registered in front of our eyes did sign up
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with worked as (
    select bot.*, job.day, job.phase, job.mitigated_day, job.surface, job.moment, job.order_no, job.m
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.order_no = 0 and job.detector not in ('dormant_wakeup', 'low_activity')
),
chance as (
    select *, noise('camouflage', concat_ws('/', account, day)) as b
    from worked
    where banned_at is null or moment < banned_at
),
drawn as (
    select
        chance.*,
        greatest(date_trunc('day', chance.moment), chance.created_at + interval 10 minute) + after(unit(b, 0), 50000) as acted_at
    from chance
    where die(b, 24, 100) < 30
),
spot as (
    select
        drawn.*,
        drawn.market_no * 100000000
            + (uploads_before - 1 - cast(floor(recent * unit(b, 40)) as bigint)) // 16 * 16 as spot
    from drawn
    inner join clock on date_trunc('hour', drawn.acted_at) = clock.hour and drawn.market_no = clock.market_no
    where banned_at is null or acted_at < banned_at
)
select
    cast(null as varchar) as wave_id, acted_at as moment, account as actor, 'like' as action, spot.spot as upload,
    upload.author as peer, cast(null as varchar) as status, cast(null as double) as value, device, network, asn,
    bot_no % 3 + 11 as client, 'feed' as surface, spot.market_no, cast(null as varchar) as script
from spot
inner join upload on spot.spot = upload.upload
union all
select
    null, created_at, account, 'signup', null, null, 'ok', null, device, network, asn, bot_no % 3 + 11, 'account',
    market_no, null
from bot
where detector <> 'signup_burst' and created_at >= world_start();
