-- dense_block: a farm sells followers and delivers them over three days, at any hour, so that nothing looks like a rush;
-- every customer is served by nearly all of its accounts, and each follows somebody well known now and then
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('dense_block', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'dense_block'
),
served as (
    select *, wave_id as planted, m as aim, moment + after(unit(b, 16), 3 * 86400) as acted_at
    from invited
    where unit(b, 40) < 0.8
    union all
    -- one of the forty best known accounts of the market
    select *, null, die(b, 8, 40), moment + after(unit(b, 24), 86400)
    from invited
    where die(b, 48, 8) = 0
),
place as (
    select market_no, max(old_accounts) as accounts
    from clock
    group by market_no
)
select
    planted, acted_at, account, 'follow', null,
    served.market_no * 100000000
        + case when planted is null then aim else cast(floor(accounts * unit(aim, 0)) as bigint) end,
    null, null, device, network, asn, bot_no % 3 + 11, surface, served.market_no, null
from served
inner join place on served.market_no = place.market_no
where (banned_at is null or acted_at < banned_at) and acted_at < world_end();
