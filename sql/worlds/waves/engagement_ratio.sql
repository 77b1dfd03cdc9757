-- engagement_ratio: a panel sells likes by the hundred from a pool so large that no two accounts meet often; they like
-- without looking, so the likes of the upload outgrow its views
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('engagement_ratio', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'engagement_ratio'
),
-- an order is filled, whoever is left: half of the pool, or all of what is not banned
filled as (
    select *, moment + after(unit(b, 16), 6 * 3600) as acted_at
    from invited
    where unit(b, 40) < case when banned_at is null and phase = 0 and day >= mitigated_day then 0.95 else 0.55 end
)
select
    filled.wave_id, acted_at, account, 'like', filled.upload, upload.author, null, null,
    device, network, asn, bot_no % 40, surface, filled.market_no, null
from filled
inner join upload on filled.upload = upload.upload
where (banned_at is null or acted_at < banned_at) and acted_at < world_end();
