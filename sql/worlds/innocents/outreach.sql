-- outreach: people who write to many and mean no harm
--
-- A recruiter contacts strangers all afternoon, and two in five answer. The manager of a community writes to those who
-- followed it in the days before, who need not answer.
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with place as (
    select market_no, max(old_accounts) as accounts
    from clock
    where $events >= 300000
    group by market_no
),
sender as (
    select
        *,
        market_no * 100000000 + (start_no * 2741 + 61) % accounts as sender,
        unnest(range(3)) as round_no
    from place
    cross join (values ('recruiter', 1, 45), ('manager', 2, 60)) as sender (sender_kind, start_no, contacts)
),
step as (select *, unnest(range(contacts)) as step_no from sender),
drawn as (
    select
        *,
        noise(sender_kind, concat_ws('/', market_no, round_no, step_no)) as b,
        world_start() + to_days(cast(5 + round_no * 28 + market_no % 5 as integer)) + to_hours(8) as began_at,
        market_no * 100000000 + (sender % 100000000 + 1 + step_no * 104729 + round_no * 17) % accounts as other
    from step
),
act as (
    select
        *, sender as doer, other as to_whom, 'message' as action, began_at + after(step_no + unit(b, 0), 300) as acted_at
    from drawn
    union all
    select *, other, sender, 'message', began_at + after(step_no + 1, 300) + after(unit(b, 24), 12000)
    from drawn
    where sender_kind = 'recruiter' and die(b, 40, 100) < 40
    union all
    select *, other, sender, 'follow', began_at - after(0.01 + unit(b, 24), 200000)
    from drawn
    where sender_kind = 'manager'
)
select
    null, acted_at, doer, action, null, to_whom, null, null, home_device(doer, doer % 100000000),
    home_network(act.market_no, doer % 100000000), home_asn(market.first_asn, doer % 100000000),
    cast(doer % 40 as integer), case when action = 'follow' then 'profile' else 'messages' end, act.market_no, null
from act
inner join market on act.market_no = market.market_no
where other <> sender;
