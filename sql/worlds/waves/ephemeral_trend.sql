-- ephemeral_trend: for one customer a time, hired accounts post one new tag within five minutes, with words drawn from a
-- list, and delete the posts as soon as the tag is among the trends
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script,
    tags, deleted_at
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('ephemeral_trend', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'ephemeral_trend'
),
present as (select *, moment + after(unit(b, 16), 300) as acted_at from invited where unit(b, 40) < 0.8),
worded as (
    select
        present.*,
        replace(pick(tongue.words.topic, die(m, 0, 65536)), ' ', '') || die(m, 16, 10000) as tag,
        concat_ws(
            ' ', pick(tongue.words.topic, die(b, 4, 65536)), pick(tongue.words.closer, die(b, 20, 65536)),
            pick(tongue.words.topic, die(b, 36, 65536))) as gibberish
    from present
    inner join market on present.market_no = market.market_no
    inner join tongue on market.language = tongue.language
)
select
    wave_id, acted_at, account, 'create', null, null, null, null, device, network, asn, bot_no % 3 + 11, surface, market_no,
    gibberish || ' #' || tag, [tag],
    -- the sweep begins when the tag has risen; one post in twenty is forgotten
    case when die(b, 30, 20) > 0 then moment + to_seconds(360 + die(m, 32, 1200)) + after(unit(b, 8), 240) end
from worded
where banned_at is null or acted_at < banned_at;
