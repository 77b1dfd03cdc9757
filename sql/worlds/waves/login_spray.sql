-- login_spray: a list of leaked passwords is tried from one network: one or two attempts per account, hundreds of accounts
--
-- The owners of the accounts are victims: they act nowhere in the truth table, the network does.
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with attempt as (
    select *, unnest(range(30 + die(m, 16, 30))) as attempt_no
    from job
    where detector = 'login_spray'
),
drawn as (
    select *, noise('login_spray', concat_ws('/', wave_id, crew_no, day, order_no, attempt_no)) as b
    from attempt
),
victim as (
    select market_no, max(old_accounts) as accounts
    from clock
    group by market_no
),
tried as (
    select
        drawn.*,
        drawn.market_no * 100000000 + cast(floor(accounts * unit(b, 0)) as bigint) as account,
        drawn.moment + after(unit(b, 24), 2700) as tried_at,
        die(b, 48, 100) < 3 as opened,
        -- the tool pretends to be a new device each time
        9500000000 + b % 1000000000 as device,
        -- two networks per crew and day
        7000000 + drawn.market_no * 100000000
            + die(noise('exit', concat_ws('/', wave_id, crew_no, day, order_no % 2)), 0, 60000) as network
    from drawn
    inner join victim on drawn.market_no = victim.market_no
),
acted as (
    select *, 'login' as action, tried_at as acted_at from tried
    union all
    select *, 'credential_change' as action, tried_at + interval 4 minute as acted_at from tried where opened
)
select
    wave_id, acted_at, account, action, null, null, case when opened then 'ok' else 'fail' end, null,
    device, network, first_asn + 8, 17, surface, acted.market_no, null
from acted
inner join market on acted.market_no = market.market_no
where acted_at < world_end();
