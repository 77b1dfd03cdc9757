-- media_reuse: a farm cuts a dozen clips and a few sounds a week, and each of its accounts posts whatever comes next
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script,
    media, audio
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('media_reuse', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b,
        concat_ws('-', job.wave_id, job.crew_no, day // 7) as stock
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'media_reuse'
),
present as (select *, moment + after(unit(b, 16), 20000) as acted_at from invited where unit(b, 40) < 0.8)
select
    wave_id, acted_at, account, 'create', null, null, null, null, device, network, asn, bot_no % 3 + 11, surface,
    present.market_no, remark(tongue.words, b),
    'media-' || noise('clip', stock || '/' || die(b, 4, 12)) % 100000000000,
    -- one video in two keeps the sound of the platform's charts
    'sound-' || case when die(b, 24, 2) = 0 then 0 else 3000 + noise('sound', stock || '/' || die(b, 8, 3)) % 1000000 end
from present
inner join market on present.market_no = market.market_no
inner join tongue on market.language = tongue.language
where banned_at is null or acted_at < banned_at;
