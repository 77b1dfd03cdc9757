-- near_copy: a crew spins one pitch: another greeting, another address and other disguises in every copy; each bot drops
-- two or three under popular uploads an hour
insert into plot (
    wave_id, moment, actor, action, upload, peer, device, network, asn, client, surface, market_no, script
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        unnest(range(2 + bot.bot_no % 2)) as copy_no
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'near_copy'
),
drawn as (
    select *, noise('near_copy', concat_ws('/', wave_id, crew_no, day, order_no, bot_no, copy_no)) as b
    from invited
),
present as (
    select *, moment + after(unit(b, 16), 3000) as acted_at
    from drawn
    where unit(b, 40) < 0.85
),
aimed as (
    select
        present.*,
        present.market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(b, 4)) as bigint) as spot,
        -- each crew has one product, for as long as it sells
        die(noise('product', concat_ws('/', present.wave_id, present.crew_no)), 0, 1000) as product_no
    from present
    inner join clock on date_trunc('hour', present.moment) = clock.hour and present.market_no = clock.market_no
)
select
    wave_id, acted_at, account, 'comment', aimed.spot, upload.author,
    device, network, asn, bot_no % 3 + 11, surface, aimed.market_no,
    spun(tongue.words, pick(tongue.product, product_no), b)
from aimed
inner join upload on aimed.spot = upload.upload
inner join market on aimed.market_no = market.market_no
inner join tongue on market.language = tongue.language
where banned_at is null or acted_at < banned_at;
