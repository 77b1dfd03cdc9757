-- follow_list: people who fill their list of follows in one evening, think better of a few, and tidy it weeks later
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where $events >= 300000
    group by all
),
keen as (
    select *, unnest(range(cast(ceil(share * $events / 1000000.0 / 4) as bigint))) as person_no
    from place
),
person as (
    select
        *,
        (person_no * 7877 + 311) % accounts as account_no,
        noise('follow_list', market_no || '/' || person_no) as n
    from keen
),
list as (
    select
        *,
        market_no * 100000000 + account_no as person,
        world_start() + to_days(die(n, 0, 30)) + to_hours(10 + die(n, 16, 12)) as filled_at,
        unnest(range(45 + die(n, 24, 40))) as step_no
    from person
),
drawn as (
    select
        *,
        market_no * 100000000 + (account_no + 1 + step_no * 104729) % accounts as liked,
        noise('follow_list', concat_ws('/', market_no, person_no, step_no)) as b
    from list
),
act as (
    select *, 'follow' as action, filled_at + after(step_no + unit(b, 0), 70) as acted_at
    from drawn
    union all
    -- a few are taken back within days, most of the list a month or two later
    select
        *, 'undo',
        filled_at + case when die(b, 24, 100) < 8 then after(0.05 + unit(b, 32), 300000) else to_days(30 + die(n, 40, 28)) end
            + after(step_no + unit(b, 8), 10)
    from drawn
    where die(b, 24, 100) < 80
)
select
    null, acted_at, person, action, null, liked, null, null, home_device(person, account_no),
    home_network(market_no, account_no), home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'profile',
    market_no, null
from act
where liked <> person;
