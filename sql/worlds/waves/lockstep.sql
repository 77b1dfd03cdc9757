-- lockstep: the order is drip-fed so that it looks natural: within three quarters of an hour most of the crew has liked it
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('lockstep', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'lockstep'
),
-- not every bot takes every order
present as (select *, moment + after(unit(b, 16), 2700) as acted_at from invited where unit(b, 40) < 0.8)
select
    present.wave_id, acted_at, account, 'like', present.upload, upload.author, null, null,
    device, network, asn, bot_no % 3 + 11, surface, present.market_no, null
from present
inner join upload on present.upload = upload.upload
where banned_at is null or acted_at < banned_at;
