-- fused_coordination: the operator rotates the traces: of every order each bot posts within the minute, sharing two of
-- link, tags and film by turns in words of its own, and one in two reposts the ordered upload besides
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script,
    link, tags, media
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('fused', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b,
        concat_ws('-', job.wave_id, job.crew_no, job.day, job.order_no) as brief
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'fused_coordination'
),
present as (
    select *, moment + wait(b, 16, 22) as acted_at, die(b, 4, 3) as without
    from invited
    where unit(b, 40) < 0.8
),
act as (
    select *, 'create' as act from present
    union all
    select * replace (moment + wait(b, 24, 22) + interval 240 second as acted_at), 'repost' as act
    from present
    where die(b, 8, 2) = 0
)
select
    act.wave_id, acted_at, account, act, case when act = 'repost' then act.upload end,
    case when act = 'repost' then upload.author end, null, null, device, network, asn, bot_no % 3 + 11, surface,
    act.market_no, case when act = 'create' then remark(tongue.words, b) end,
    case when act = 'create' and without <> 0 then concat('https://', brief, '.example/read') end,
    case when act = 'create' and without <> 1 then [
        'topic' || die(m, 0, 900), 'topic' || die(m, 16, 900), 'topic' || die(m, 32, 900)
    ] end,
    case when act = 'create' and without <> 2 then 'media-' || noise('film', brief) % 100000000000 end
from act
inner join upload on act.upload = upload.upload
inner join market on act.market_no = market.market_no
inner join tongue on market.language = tongue.language
where banned_at is null or acted_at < banned_at;
