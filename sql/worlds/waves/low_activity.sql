-- low_activity: a shop registers accounts one by one, each behind a network and a device of its own; every one likes the
-- upload of one customer within a day or two, some follow the author, and none is ever used again
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with used as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no,
        noise('low_activity', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'low_activity'
),
step as (
    select *, 'like' as action, moment + after(unit(b, 16), 14 * 3600) as acted_at from used
    union all
    select *, 'follow', moment + after(unit(b, 16), 14 * 3600) + to_seconds(20 + die(b, 0, 90)) from used
    where die(b, 40, 4) = 0
)
select
    step.wave_id, acted_at, account, action,
    case when action = 'like' then step.upload end, upload.author, null, null,
    device, network, asn, bot_no % 40, surface, step.market_no, null
from step
inner join upload on step.upload = upload.upload
where acted_at < world_end();
