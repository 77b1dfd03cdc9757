-- dropped: what a crew leaves under popular uploads within an hour or so of an order: which account, where and when
--
-- `b` is the chance of one drop; what is written is the trade of each wave (waves/contact_lure, near_copy, self_promotion).
create table dropped as
with custom as (
    select *
    from (values
        -- detector, drops of a bot (every other bot: one more), seconds it takes, share of the drops that come about
        ('contact_lure',   3, 5000, 0.9),
        ('near_copy',      2, 3000, 0.85),
        ('self_promotion', 1, 3000, 0.85)
    ) as custom (trade, drops, span_s, share)
),
invited as (
    select job.*, custom.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        unnest(range(custom.drops + bot.bot_no % 2)) as drop_no
    from job
    inner join custom on job.detector = custom.trade
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
),
drawn as (
    select *, noise(detector, concat_ws('/', wave_id, crew_no, day, order_no, bot_no, drop_no)) as b
    from invited
),
present as (
    select *, moment + after(unit(b, 16), span_s) as acted_at
    from drawn
    where unit(b, 40) < share
),
aimed as (
    select
        present.*,
        present.market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(b, 4)) as bigint) as spot
    from present
    inner join clock on date_trunc('hour', present.moment) = clock.hour and present.market_no = clock.market_no
)
select aimed.*, upload.author, market.language
from aimed
inner join upload on aimed.spot = upload.upload
inner join market on aimed.market_no = market.market_no
where banned_at is null or acted_at < banned_at;
