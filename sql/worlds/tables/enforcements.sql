-- enforcements: uploads removed after an upheld report, and bots banned when their wave was mitigated
with removed as (
    select
        'f' || substr(target_id, 2) as enforcement_id,
        min(decided_at) as enforced_at,
        min(target_type) as target_type,
        target_id,
        'remove' as action,
        min(reason_code) as harm_type,
        'report' as source,
        cast(null as varchar) as detector_id,
        cast(null as varchar) as mitigation_id,
        min(market) as market
    from user_reports
    where outcome = 'upheld'
    group by target_id
),
banned as (
    select
        'b' || public_number(bot.account),
        bot.banned_at + after(unit(bot.n, 8), 3600),
        'account',
        'u' || public_number(bot.account),
        'ban',
        wave.abuse_type,
        case when wave.detector = 'ban_return' then 'report' else 'auto' end,
        case when wave.detector <> 'ban_return' then wave.detector end,
        case when wave.detector <> 'ban_return' then 'mitigation-' || wave.wave_id end,
        wave.market
    from bot
    inner join wave on bot.wave_id = wave.wave_id
    -- those who registered later were not there to be banned
    where bot.banned_at is not null and bot.created_at < bot.banned_at
),
-- a child of a household is suspended for a while; brothers and sisters sign up on the same tablet
suspended as (
    select
        's' || public_number(account),
        moment + after(0.02 + unit(noise('suspend', account), 0), 172800),
        'account',
        'u' || public_number(account),
        'suspend',
        'spam',
        'report',
        null,
        null,
        market.market
    from signup
    inner join market on signup.market_no = market.market_no
    where account_no % 20 = 1 and die(noise('suspend', account), 24, 3) > 0
        and moment + interval 3 day < world_end()
),
-- a model that went wrong removes what nobody should have removed, ten at a time
faulty as (
    select
        'w' || noise('faulty', concat_ws('/', wave_id, day, order_no, batch_no)) % 100000000000,
        moment + to_seconds(batch_no * 40),
        case when upload % 5 = 0 then 'live' else 'video' end,
        'v' || (upload - batch_no),
        'remove',
        faulty_policy(m),
        'auto',
        'model-7',
        null,
        market
    from (
        select job.*, market.market, unnest(range(10)) as batch_no
        from job
        inner join market on job.market_no = market.market_no
        where detector = 'overturn_drift'
    ) as batch
    where upload % 100000000 >= 10
),
-- a policy launch: many more decisions from one day on, as right as ever
launched as (
    select
        'p' || upload,
        moment + interval 5 hour,
        case when upload % 5 = 0 then 'live' else 'video' end,
        'v' || upload,
        'remove',
        'misinformation',
        'human',
        null,
        null,
        market
    from (
        select upload.*, market.market
        from upload
        inner join market on upload.market_no = market.market_no
        where market.market_no = 2 and upload.moment >= world_start() + interval 50 day and seed % 8 = 0
    ) as published
    where moment + interval 5 hour < world_end()
),
decided as (
    select * from removed
    union all
    select * from banned
    union all
    select * from suspended
    union all
    select * from faulty
    union all
    select * from launched
),
drawn as (
    select *, noise('enforcement', enforcement_id) as n
    from decided
)
select
    enforcement_id,
    enforced_at,
    target_type,
    target_id,
    action,
    'policy-' || harm_type as policy_id,
    harm_type,
    source,
    detector_id,
    'reviewer-' || die(n, 0, 40) as reviewer_hash,
    mitigation_id,
    market,
    case when appealed then enforced_at + interval 20 hour end as appealed_at,
    case when not appealed then null when open then 'pending' when won then 'overturned' else 'upheld' end as appeal_outcome,
    case when appealed and won and not open then enforced_at + interval 68 hour end as reversed_at
from (
    select
        *,
        die(n, 16, 100) < case when starts_with(enforcement_id, 'w') then 45 else 14 end and enforced_at + interval 20 hour < world_end() as appealed,
        die(n, 32, 100) < case when starts_with(enforcement_id, 'w') then 72 when source = 'auto' then 4 else 22 end as won,
        enforced_at + interval 68 hour >= world_end() as open
    from drawn
) as contested
order by enforced_at, enforcement_id
