-- unwanted_contact: somebody will not let go of an author: blocked on the second day, they try the closed door and go on
-- from the next account on the same phone, two days each
insert into plot
    (wave_id, moment, actor, action, upload, peer, status, device, network, asn, client, surface, market_no, script)
with stalker as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at, bot.account - bot.bot_no as hand,
        world_start() + to_days(cast(coalesce(wave.end_day, world_days()) as integer)) as over_at,
        noise('unwanted_contact', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join wave on job.wave_id = wave.wave_id
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'unwanted_contact'
),
talk as (
    -- an account is used for two days, then closed out by a block in the second night
    select *, moment + to_days(cast(bot_no * 2 as integer)) as from_at, unnest(range(5 + die(b, 0, 4))) as talk_no from stalker
),
said as (
    select
        *,
        from_at + to_hours(talk_no % 2 * 24) + to_seconds(talk_no * 900) + after(unit(b, talk_no), 800) as acted_at,
        case when talk_no = 0 then 'follow' when talk_no % 3 = 1 then 'message' else 'reply' end as act,
        cast(null as varchar) as outcome
    from talk
),
refused as (
    select *, from_at + interval 34 hour as blocked_at from talk where talk_no = 0
),
tried as (
    select *, unnest(range(2)) as try_no from refused
),
acted as (
    select wave_id as planted, account as doer, cast(null as bigint) as whom, act, outcome, acted_at, stalker_row.* exclude (
        wave_id, account, act, outcome, acted_at) from said as stalker_row
    union all by name
    select wave_id as planted, account as doer, 'message' as act, 'blocked' as outcome,
        blocked_at + to_hours(1 + try_no * 13) as acted_at, upload, hand, network, asn, market_no, surface, b, banned_at, over_at
    from tried
    union all by name
    select cast(null as varchar) as planted, account as whom, 'block' as act, blocked_at as acted_at, upload, market_no, b,
        'account' as surface, banned_at, over_at
    from refused
)
select
    planted, acted_at, coalesce(doer, upload.author), act,
    case when act = 'reply' then acted.upload end, coalesce(whom, upload.author), outcome,
    coalesce(hand, home_device(upload.author, upload.author % 100000000)),
    coalesce(network, home_network(acted.market_no, upload.author % 100000000)),
    coalesce(asn, home_asn(first_asn, upload.author % 100000000)),
    case when doer is null then upload.author % 100000000 % 40 else 12 end,
    surface, acted.market_no,
    case when act in ('reply', 'message') then taunt(tongue.words, die(b, 24, 5000)) end
from acted
inner join upload on acted.upload = upload.upload
inner join market on acted.market_no = market.market_no
inner join tongue on market.language = tongue.language
where acted_at < least(over_at, world_end()) and (banned_at is null or acted_at < banned_at);
