-- newsdesk: the reporters of one paper post every story of their house within minutes of its publication
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script,
    link
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where market.market_no <= 6 and $events >= 300000
    group by all
),
story as (
    select
        *,
        noise('newsdesk', concat_ws('/', market_no, day, story_no)) as n
    from (select *, unnest(range(2)) as story_no from (select *, unnest(range(world_days())) as day from place) as days) as made
),
reporter as (
    select *, (reporter_no * 2741 + 57) % accounts as account_no,
        noise('reporter', concat_ws('/', market_no, day, story_no, reporter_no)) as b
    from (select *, unnest(range(5)) as reporter_no from story) as desk
),
post as (
    select
        *,
        market_no * 100000000 + account_no as person,
        world_start() + to_days(cast(day as integer)) + after(unit(n, 0), 80000) + wait(b, 0, 90) as acted_at
    from reporter
    where unit(b, 24) < 0.8
)
select
    null, acted_at, person, 'create', null, null, null, null, home_device(person, account_no),
    home_network(post.market_no, account_no), home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'feed',
    post.market_no, remark(tongue.words, b), concat('https://herald-', post.market_no, '.example/', day, '/', story_no)
from post
inner join tongue on post.language = tongue.language;
