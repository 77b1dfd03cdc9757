-- mutual_support: each of four people argues with two voices: under a post the first account comments, the second backs it up a few
-- minutes later with a reply and a like, and now and then the first thanks the second
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with voice as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('voices', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'mutual_support'
),
scene as (
    -- who speaks first changes
    select
        first.*, second.account as other, second.device as other_device, second.network as other_network,
        second.banned_at as other_banned_at
    from voice as first
    inner join voice as second
        on second.wave_id = first.wave_id and second.crew_no = first.crew_no and second.day = first.day
        and second.order_no = first.order_no and second.bot_no // 2 = first.bot_no // 2 and second.bot_no <> first.bot_no
    -- each person of the crew has two voices; whose turn it is, and which voice speaks first, changes
    where first.bot_no = die(first.b, 0, 8)
),
line as (
    select
        scene.*,
        unnest([
            {'act': 'comment', 'says': 'first', 'wait_s': 0}, {'act': 'reply', 'says': 'second', 'wait_s': 150},
            {'act': 'like', 'says': 'second', 'wait_s': 190}, {'act': 'like', 'says': 'first', 'wait_s': 420},
            {'act': 'reply', 'says': 'first', 'wait_s': 480}
        ]) as part
    from scene
),
said as (
    select
        *,
        part.says = 'first' as by_first,
        moment + to_seconds(part.wait_s) + wait(noise('line', concat_ws('/', b, part.wait_s)), 0, 60) as acted_at,
        die(b, 8, 10) as mood
    from line
)
select
    said.wave_id, acted_at, case when by_first then account else other end, part.act,
    case when part.act <> 'like' then said.upload end,
    case when part.act = 'comment' then upload.author when by_first then other else account end, null, null,
    case when by_first then device else other_device end, case when by_first then network else other_network end,
    asn, 11, surface, said.market_no,
    case when part.act <> 'like' then remark(tongue.words, noise('says', concat_ws('/', b, part.wait_s))) end
from said
inner join upload on said.upload = upload.upload
inner join market on said.market_no = market.market_no
inner join tongue on market.language = tongue.language
where (case when by_first then banned_at else other_banned_at end is null
        or acted_at < case when by_first then banned_at else other_banned_at end)
    -- one thanks the other in half of the scenes
    and (part.wait_s < 400 or mood < 5) and acted_at < world_end();
