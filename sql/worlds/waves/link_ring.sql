-- link_ring: three sites of one owner publish in turn; what is new goes out through all pages of the crew within minutes,
-- each in words of its own
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script,
    link
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('link_ring', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'link_ring'
),
present as (select *, moment + wait(b, 16, 45) as acted_at from invited where unit(b, 40) < 0.8)
select
    wave_id, acted_at, account, 'create', null, null, null, null, device, network, asn, bot_no % 3 + 11, surface,
    present.market_no, remark(tongue.words, b),
    concat('https://', ['daily', 'true', 'open'][1 + die(m, 0, 3)], '-', wave_id, '-', crew_no, '.example/', day, '/', order_no)
from present
inner join market on present.market_no = market.market_no
inner join tongue on market.language = tongue.language
where banned_at is null or acted_at < banned_at;
