-- contact_lure: an operator answers under popular uploads with a messenger and a number, spelt so that a word list misses
-- it; three or four answers an hour from each of a few accounts, each account with its own number
insert into plot (
    wave_id, moment, actor, action, upload, peer, device, network, asn, client, surface, market_no, script
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        unnest(range(3 + bot.bot_no % 2)) as lure_no
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'contact_lure'
),
drawn as (
    select *, noise('contact_lure', concat_ws('/', wave_id, crew_no, day, order_no, bot_no, lure_no)) as b
    from invited
),
present as (
    select *, moment + after(unit(b, 16), 5000) as acted_at
    from drawn
    where unit(b, 40) < 0.9
),
aimed as (
    select
        present.*,
        present.market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(b, 4)) as bigint) as spot
    from present
    inner join clock on date_trunc('hour', present.moment) = clock.hour and present.market_no = clock.market_no
)
select
    wave_id, acted_at, account, 'reply', aimed.spot, upload.author,
    device, network, asn, bot_no % 3 + 11, surface, aimed.market_no,
    lure(market.language, pick(tongue.product, account), account, b)
from aimed
inner join upload on aimed.spot = upload.upload
inner join market on aimed.market_no = market.market_no
inner join tongue on market.language = tongue.language
where banned_at is null or acted_at < banned_at;
