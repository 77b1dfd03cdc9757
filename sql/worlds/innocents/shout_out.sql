-- shout_out: a known author ends a stream and sends the audience to a smaller one; dozens arrive within ten minutes,
-- those who registered this week among them, say hello, follow
-- and like, most of them more than once
insert into plot
    (wave_id, moment, actor, action, upload, peer, device, network, asn, client, surface, market_no)
with evening as (
    select market.*, clock.hour, uploads_before, accounts_before, old_accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where market.market_no in (1, 2, 3) and clock.hour = world_start() + to_days(cast(20 + 15 * market.market_no as integer))
        + to_hours(12)
),
stream as (
    select *, market_no * 100000000 + (uploads_before - 1) // 5 * 5 as spot
    from evening
    where uploads_before > 10
),
young as (
    select stream.*, signup.account_no, row_number() over (partition by stream.market_no order by signup.moment desc) as fan_no
    from stream
    inner join signup on stream.market_no = signup.market_no
        and signup.moment between stream.hour - interval 10 day and stream.hour - interval 1 hour
    qualify row_number() over (partition by stream.market_no order by signup.moment desc) <= 24
),
old as (
    select *, (fan_no * 7907 + 101) % old_accounts as account_no
    from (select *, unnest(range(25, 35)) as fan_no from stream) as crowd
),
fan as (
    select * from young
    union all by name
    select * from old
),
person as (
    select *, noise('shout_out', concat_ws('/', market_no, account_no)) as b from fan
),
acted as (
    select *, 'comment' as act, hour + wait(b, 0, 200) as acted_at from person
    union all
    select * exclude (gift_no), case gift_no when 0 then 'follow' else 'like' end,
        hour + wait(b, 0, 200) + to_seconds(gift_no * 20) + wait(b, 32, 60)
    from (select *, unnest(range(die(b, 28, 2), 2 + die(b, 20, 3))) as gift_no from person where unit(b, 40) < 0.85) as giver
)
select
    null, acted_at, acted.market_no * 100000000 + account_no, act, case when act <> 'follow' then spot end, author,
    home_device(acted.market_no * 100000000 + account_no, account_no), home_network(acted.market_no, account_no),
    home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'live', acted.market_no
from acted
inner join upload on acted.spot = upload.upload;
