-- tag_sequence: the briefing of the half-week names four tags; the crew puts them under two of three videos, over an
-- afternoon
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script,
    tags
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('tag_sequence', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b,
        noise('briefing', concat_ws('/', job.wave_id, job.crew_no, day // 3)) as briefing
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'tag_sequence'
),
present as (select *, moment + after(unit(b, 16), 14000) as acted_at from invited where unit(b, 40) < 0.8)
select
    wave_id, acted_at, account, 'create', null, null, null, null, device, network, asn, bot_no % 3 + 11, surface,
    present.market_no, remark(tongue.words, b),
    case
        when die(b, 4, 3) > 0
        then ['fyp' || die(briefing, 0, 3), 'vote' || die(briefing, 8, 90), 'truth' || die(briefing, 24, 90), 'now']
    end
from present
inner join market on present.market_no = market.market_no
inner join tongue on market.language = tongue.language
where banned_at is null or acted_at < banned_at;
