-- link_flood: a seller keeps half a dozen accounts, each below the rate rule, that answer whatever is fresh with a link to
-- the landing page of the week
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script,
    link
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('link_flood', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b,
        -- a landing page is burnt after five days; each crew has its own
        noise('page', concat_ws('/', job.wave_id, job.crew_no, day // 5)) as page
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'link_flood'
),
present as (select * from invited where unit(b, 40) < 0.6),
answer as (select *, unnest(range(11 + die(b, 4, 9))) as answer_no from present),
drawn as (
    select
        *,
        noise('link_flood', concat_ws('/', account, day, order_no, answer_no)) as a,
        -- one after the other over the working day of the script
        moment + after(answer_no + unit(noise('answer', concat_ws('/', account, day, order_no, answer_no)), 0), 2400) as acted_at
    from answer
),
aimed as (
    select
        drawn.*,
        drawn.market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(a, 24)) as bigint) as spot
    from drawn
    inner join clock on date_trunc('hour', drawn.acted_at) = clock.hour and drawn.market_no = clock.market_no
)
select
    wave_id, acted_at, account, case when die(a, 4, 2) = 0 then 'reply' else 'comment' end, aimed.spot, upload.author, null,
    null, device, network, asn, bot_no % 3 + 11, surface, aimed.market_no,
    remark(tongue.words, a) || ' ' || pick(tongue.words.opener, die(a, 8, 65536)),
    'https://page-' || page % 100000 || '.example/' || die(a, 16, 3)
from aimed
inner join upload on aimed.spot = upload.upload
inner join market on aimed.market_no = market.market_no
inner join tongue on market.language = tongue.language
where banned_at is null or acted_at < banned_at;
