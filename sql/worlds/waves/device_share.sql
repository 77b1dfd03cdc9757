-- device_share: a rack of four devices; a script works through the accounts of the crew on one of them: log in, do two
-- things, log out, and at once the next
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with invited as (
    select job.*, bot.account, bot.device + (job.day + job.order_no) % 4 as rack_device, bot.network, bot.asn, bot.bot_no,
        bot.banned_at, noise('device_share', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'device_share'
),
turn as (
    -- whoever is locked out or banned leaves no hole in the list
    select
        *,
        moment + to_seconds(150 * row_number() over (partition by wave_id, crew_no, day, order_no order by bot_no))
            + after(unit(b, 16), 50) as turn_at
    from invited
    where unit(b, 40) < 0.85 and (banned_at is null or moment < banned_at)
),
step as (select *, unnest(['login', 'like', 'follow']) as action from turn),
acted as (
    select
        step.*,
        turn_at + case action when 'login' then interval 0 second when 'like' then interval 40 second
            else interval 90 second end as acted_at,
        step.market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(b, 4)) as bigint) as spot
    from step
    inner join clock on date_trunc('hour', step.moment) = clock.hour and step.market_no = clock.market_no
)
select
    wave_id, acted_at, account, action,
    case when action = 'like' then spot end,
    case when action <> 'login' then upload.author end,
    case when action = 'login' then 'ok' end, null,
    rack_device, network, asn, 14, surface, acted.market_no, null
from acted
inner join upload on acted.spot = upload.upload
where banned_at is null or acted_at < banned_at;
