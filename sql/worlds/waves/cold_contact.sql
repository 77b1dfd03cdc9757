-- cold_contact: throw-away accounts write to or invite strangers one after the other for an evening, until they are burnt
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with shift as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no,
        noise('cold_contact', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'cold_contact'
),
step as (
    select *, 60 + die(b, 16, 120) as pace_s, unnest(range(38 + die(b, 24, 30))) as step_no
    from shift
),
drawn as (
    select
        step.*,
        noise('cold_contact', concat_ws('/', account, day, step_no)) as a,
        step.market_no * 100000000 + (die(b, 40, 60000) + step_no * 104729) % old_accounts as stranger
    from step
    inner join clock on date_trunc('hour', step.moment) = clock.hour and step.market_no = clock.market_no
),
timed as (select *, moment + after(step_no + unit(a, 0), pace_s) as acted_at from drawn),
act as (
    select
        wave_id, acted_at, account as doer, stranger as other, case when bot_no % 2 = 0 then 'message' else 'invite' end as action,
        account, device, network, asn, market_no, surface, a, bot_no
    from timed
    union all
    -- one stranger in thirty falls for it
    select
        null, acted_at + after(unit(a, 24), 9000), stranger, account, case when bot_no % 2 = 0 then 'message' else 'accept' end,
        account, home_device(stranger, stranger % 100000000), home_network(market_no, stranger % 100000000), asn, market_no,
        surface, a, bot_no
    from timed
    where die(a, 40, 30) = 0
)
select
    wave_id, acted_at, doer, action, null, other, null, null, device, network, asn, bot_no % 3 + 11, surface, act.market_no,
    case
        when action = 'message' and doer = account
            then pick(tongue.words.greeting, die(a, 4, 65536)) || ', ' || pick(tongue.words.opener, die(a, 20, 65536))
    end
from act
inner join market on act.market_no = market.market_no
inner join tongue on market.language = tongue.language;
