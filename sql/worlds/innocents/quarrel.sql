-- quarrel: friends fall out, one blocks the other, and two days later they talk again for days
insert into plot
    (wave_id, moment, actor, action, upload, peer, device, network, asn, client, surface, market_no)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    group by all
),
pair as (
    select *, unnest(range(cast(greatest(1, share * $events // 1000000) as bigint))) as pair_no
    from place
),
drawn as (
    select *, noise('quarrel', market_no || '/' || pair_no) as n from pair
),
friend as (
    select
        *,
        cast(floor(accounts * unit(n, 0)) as bigint) as one,
        (cast(floor(accounts * unit(n, 0)) as bigint) + 1 + die(n, 24, 6)) % accounts as other,
        world_start() + after(unit(n, 32), 84 * 86400) as blocked_at
    from drawn
),
talk as (
    select *, blocked_at + to_hours(44 + talk_no // 4 * 22) + to_seconds(talk_no % 4 * 400) as said_at
    from (select *, unnest(range(12)) as talk_no from friend) as talking
),
acted as (
    select *, one as doer, other as whom, 'block' as act, blocked_at as acted_at from friend
    union all by name
    select *, other as doer, one as whom, 'message' as act, said_at as acted_at from talk
    union all by name
    select *, one as doer, other as whom, 'message' as act, said_at + interval 3 minute as acted_at
    from talk
    where talk_no % 3 > 0
)
select
    null, acted_at, market_no * 100000000 + doer, act, null, market_no * 100000000 + whom,
    home_device(market_no * 100000000 + doer, doer), home_network(market_no, doer), home_asn(first_asn, doer),
    cast(doer % 40 as integer), 'messages', market_no
from acted;
