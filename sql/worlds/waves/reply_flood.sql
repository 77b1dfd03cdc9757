-- reply_flood: a call goes out in a chat group; three dozen accounts that never met the author before flood one post
-- of theirs with hostile replies for an hour
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('reply_flood', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'reply_flood'
),
present as (select * from invited where unit(b, 40) < 0.85),
reply as (select *, unnest(range(1 + die(b, 0, 2))) as reply_no from present),
acted as (
    select *, moment + wait(b, 16, 1300) + to_seconds(reply_no * (100 + die(b, 2, 300))) as acted_at
    from reply
)
select
    wave_id, acted_at, account, 'reply', acted.upload, upload.author, null, null,
    device, network, asn, bot_no % 3 + 11, surface, acted.market_no,
    taunt(tongue.words, die(b, 4, 5000) + reply_no)
from acted
inner join upload on acted.upload = upload.upload
inner join market on acted.market_no = market.market_no
inner join tongue on market.language = tongue.language
where (banned_at is null or acted_at < banned_at) and acted_at < world_end();
