-- accounts: everybody, bots among them
with old as (
    select market_no, unnest(range(max(old_accounts))) as account_no
    from clock
    group by market_no
),
everybody as (
    select
        old.market_no,
        account_no,
        old.market_no * 100000000 + account_no as account,
        world_start() - after(0.01 + power(unit(noise('account', old.market_no || '/' || account_no), 0), 2), 2000 * 86400.0)
            as created_at,
        home_network(old.market_no, account_no) as network,
        home_asn(first_asn, account_no) as asn,
        home_device(old.market_no * 100000000 + account_no, account_no) as device,
        cast(null as timestamp) as banned_at,
        cast(null as bigint) as burst,
        'old' as origin,
        cast(null as bigint) as bot_no
    from old
    inner join market on old.market_no = market.market_no
    union all
    select number_of_market, signup_no, actor, moment, network, asn, device, null, null, 'new', null
    from (
        select market_no as number_of_market, actor % 100000000 as signup_no, actor, moment, network, asn, device
        from arrivals
        where action = 'signup'
    ) as newcomer
    union all
    select
        market_no, account_no, account, created_at, network, asn, device,
        case when created_at < banned_at then banned_at end,
        case when detector = 'signup_burst' then network end,
        detector,
        bot_no
    from bot
    where created_at < world_end()
),
drawn as (
    select everybody.*, market.market, market.language, market.second_language, 
        -- who comes back after a ban is the same person, and keeps most of what they are known by
        noise('person', case when origin = 'ban_return' then account - bot_no else account end) as n,
        noise('habit', account) as h,
        noise('kit', account - coalesce(bot_no, 0)) as k
    from everybody
    inner join market on everybody.market_no = market.market_no
),
named as (
    select
        *,
        case
            when burst is not null then 'win.big.' || burst % 1000 || '.' || account_no % 10000
            when origin = 'persona_share' and die(h, 0, 100) < 85
                then ['real', 'its', 'hey'][1 + die(k, 0, 3)] || ['lily', 'rose', 'mia'][1 + die(k, 4, 3)] || die(k, 8, 90)
                    || '_' || die(h, 8, 9999)
            else ['ana', 'budi', 'kim', 'minh', 'yuki', 'ravi', 'lena', 'omar', 'nok', 'sam', 'tala', 'ike'][1 + die(n, 0, 12)]
                || ['.', '_', ''][1 + die(n, 16, 3)]
                || ['moon', 'river', 'tiger', 'noodle', 'cloud', 'drum', 'stone', 'leaf', 'comet'][1 + die(n, 20, 9)]
                || case when origin = 'ban_return' and bot_no = 1 and die(h, 0, 10) < 8
                    then ['', '_', 'x', 'real'][1 + die(h, 4, 4)] || (die(n, 28, 9999) + die(h, 8, 2))
                    else cast(die(case when origin = 'ban_return' then h else n end, 28, 9999) as varchar)
                end
        end as handle,
        ['Ana', 'Budi', '김민준', 'Minh', 'ゆき', 'रवि', 'Léna', 'عمر', 'นก', 'Sam', 'Tala', 'Ike'][1 + die(n, 0, 12)]
            || ' ' || ['🌙', 'Rivers', '🐯', 'Noodle', 'Cloud', '太郎', 'Stone', 'Leaf', '☄️'][1 + die(n, 20, 9)] as name
    from drawn
)
select
    'u' || public_number(account) as account_id,
    date_trunc('second', created_at) as created_at,
    case when banned_at is not null then 'banned' when die(n, 40, 400) = 0 then 'suspended' else 'active' end as status,
    handle,
    hostile(name, n) as display_name,
    case
        when burst is not null then 'bio-' || burst
        when origin = 'persona_share' and die(h, 24, 100) < 95 then 'bio-kit-' || k % 1000000000
        else 'bio-' || die(n, 4, 60000)
    end as bio_hash,
    'avatar-' || case
        when origin = 'persona_share' then k % 1000000000 + die(h, 28, 2)
        when bot_no = 1 and origin = 'ban_return' and die(h, 16, 10) < 3 then h else n
    end % 1000000000 as avatar_hash,
    case
        when burst is not null then 'mail-drop.example'
        else ['post.example', 'mail.example', 'inbox.example', 'campus.example'][1 + die(n, 8, 4)]
    end as email_domain,
    'mail-' || noise('mail', account) % 100000000000 as email_hash,
    -- seven in ten give a number; some children of a household that of a parent; a farm three accounts each of its own
    case
        when origin = 'infrastructure_share' then 'phone-' || long_number(account - (bot_no + 1) % 3)
        when origin in ('signup_burst', 'invite_tree') or die(h, 32, 10) >= 7 then null
        when origin in ('old', 'new') and die(h, 36, 10) < 4 then 'phone-' || long_number(device)
        else 'phone-' || long_number(account)
    end as phone_hash,
    network_name(network) as signup_ip_prefix,
    cast(asn as integer) as signup_asn,
    'd' || long_number(device) as signup_device_hash,
    -- each market knows two newsrooms, checked by the platform; three of its people recruit for it
    case
        when origin = 'invite_tree' and bot_no > 0
            then 'u' || public_number(account - bot_no + case when bot_no > 10 then bot_no - 10 else 0 end)
        when origin = 'new' and network = campus_network(market_no) and die(h, 20, 10) < 6
            then 'u' || public_number(market_no * 100000000 + 6)
        when origin = 'new' and die(h, 20, 100) < 12
            then 'u' || public_number(market_no * 100000000 + 3 + 2 * die(h, 28, 2))
        when origin = 'new' and die(h, 20, 100) < 40
            then 'u' || public_number(market_no * 100000000 + cast(floor(account_no * unit(h, 24)) as bigint))
    end as inviter_id,
    origin = 'old' and account_no in (2, 7) or die(n, 36, 300) = 0 as verified,
    case when origin = 'old' and account_no in (2, 7) or die(n, 44, 20) = 0 then 'business' else 'person' end as account_type,
    market,
    case when account % 7 = 3 then second_language else language end as language,
    cast(floor(3 / (1.0001 - unit(n, 24))) as bigint) as followers,
    cast(floor(20 * power(1 - unit(n, 12), -0.7)) as bigint) as following
from named
order by account_id
