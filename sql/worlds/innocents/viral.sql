-- viral: twice per market an upload is liked by hundreds of strangers within half an hour; the second one breaks the
-- rules, so that a part of them reports it, rightly
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    group by all
),
occasion as (
    select *, unnest(range(2 * greatest(1, $events // 5000000))) as viral_no
    from place
),
picked as (
    select
        *,
        noise('viral', market_no || '/' || viral_no) as n,
        cast(floor(least(accounts / 2, 40 * share * sqrt($events / 1000000.0))) as bigint) as crowd
    from occasion
),
timed as (
    select
        picked.*,
        world_start() + to_days(5 + die(n, 0, 84)) + to_hours(10 + die(n, 16, 10)) as hour
    from picked
),
liked as (
    select
        timed.*,
        timed.market_no * 100000000 + clock.uploads_before - 1 as spot,
        unnest(range(crowd)) as liker
    from timed
    inner join clock on timed.hour = clock.hour and timed.market_no = clock.market_no
),
person as (
    select
        *,
        (die(n, 32, 60000) + liker * 104729) % accounts as account_no,
        noise('viral', concat_ws('/', market_no, viral_no, liker)) as b
    from liked
),
act as (
    select *, 'like' as act from person
    union all
    select *, 'report' as act from person where viral_no % 2 = 1 and die(b, 40, 100) < 15
)
select
    null, act.hour + wait(b, 0, 700) + case when act.act = 'report' then interval 30 second else interval 0 second end,
    act.market_no * 100000000 + account_no, act.act, act.spot, upload.author,
    case when act.act = 'report' then 'upheld' end, null,
    home_device(act.market_no * 100000000 + account_no, account_no), home_network(act.market_no, account_no),
    home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'feed', act.market_no, null
from act
inner join upload on act.spot = upload.upload;
