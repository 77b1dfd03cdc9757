-- follow_ring: a crew follows the paying customer of the hour; customers have nothing else in common
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('follow_ring', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'follow_ring'
),
present as (select *, moment + wait(b, 16, 15) as acted_at from invited where unit(b, 40) < 0.75),
customer as (
    select clock.market_no, max(old_accounts) as accounts
    from clock
    group by clock.market_no
)
select
    wave_id, acted_at, account, 'follow', null,
    present.market_no * 100000000 + cast(floor(accounts * unit(m, 0)) as bigint), null, null,
    device, network, asn, bot_no % 3 + 11, surface, present.market_no, null
from present
inner join customer on present.market_no = customer.market_no
where banned_at is null or acted_at < banned_at;
