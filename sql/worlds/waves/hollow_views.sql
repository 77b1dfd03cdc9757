-- hollow_views: six phones on a shelf play the upload of a customer again and again, for a second or two each time, and do
-- nothing else
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with shelf as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('hollow_views', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'hollow_views'
),
-- an order is so many views, whoever is left to deliver them
played as (
    select
        *,
        unnest(range(
            (8 + die(b, 0, 8)) * case when banned_at is null and phase = 0 and day >= mitigated_day then 2 else 1 end
        )) as play
    from shelf
),
timed as (
    select
        *,
        noise('play', concat_ws('/', wave_id, crew_no, day, order_no, bot_no, play)) as p,
        moment + after(unit(b, 16), 120) + to_seconds(cast(play * (20 + die(b, 32, 60)) as bigint)) as started
    from played
)
select
    timed.wave_id, started + after(unit(p, 0), 15), account, 'view', timed.upload, upload.author, null,
    round(0.4 + 1.8 * unit(p, 24), 1), device, network, asn, 15, surface, timed.market_no, null
from timed
inner join upload on timed.upload = upload.upload
where (banned_at is null or started < banned_at) and started + interval 20 second < world_end();
