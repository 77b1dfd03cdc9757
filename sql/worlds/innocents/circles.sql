-- circles: people who always act together and mean no harm
--
-- A fan club likes every upload of ONE creator within minutes; a newsroom reposts every item of its own wire.
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where market.market_no <= 6
    group by all
),
kind as (
    select *
    from (values ('fan_club', 'like', 12, 0.8, 80, 1), ('newsroom', 'repost', 5, 0.75, 240, 2))
        as kind (circle, action, members, keenness, delay_s, star)
),
circle as (
    select *, unnest(range(greatest(1, $events // 1000000))) as circle_no
    from place
    cross join kind
),
member as (
    select
        *,
        ((star + 2 * circle_no) * 7919 + 13) % accounts + market_no * 100000000 as creator,
        unnest(range(members)) as member_no
    from circle
),
person as (
    select *, (star * 1009 + circle_no * 17 + member_no * 31 + 5) % accounts as account_no
    from member
),
acted as (
    select
        person.*,
        upload.upload as spot,
        upload.moment as published_at,
        noise(circle, concat_ws('/', upload.upload, member_no)) as b
    from person
    inner join upload on person.creator = upload.author
)
select
    null, published_at + interval 5 second + wait(b, 0, delay_s), market_no * 100000000 + account_no, action, spot, creator,
    null, null, home_device(market_no * 100000000 + account_no, account_no), home_network(market_no, account_no),
    home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'feed', market_no, null
from acted
where unit(b, 24) < keenness;
