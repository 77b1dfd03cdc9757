-- client_app: apps that others than the platform made and mean no harm
--
-- A client for people with poor sight does everything its users do. A festival lets everybody vote for one of four clips.
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script, app
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where market.market_no <= 6 and $events >= 300000
    group by all
),
app as (
    select *
    from (values ('client', 25, 40, 91), ('vote', 60, 1, 1)) as app (app, users, acts, days)
),
act as (
    select *, unnest(range(cast(floor(users * greatest(0.25, least(4, $events / 1000000.0))) as bigint))) as user_no
    from place
    cross join app
),
step as (select *, unnest(range(acts)) as act_no from act),
drawn as (
    select *, (user_no * 6151 + 401) % accounts as account_no, noise(app, concat_ws('/', market_no, user_no, act_no)) as b
    from step
),
timed as (
    select
        *,
        market_no * 100000000 + account_no as person,
        case app when 'vote' then world_start() + to_days(cast(30 + market_no * 6 as integer)) + to_hours(12)
            else world_start() + to_hours(10) end as opened_at
    from drawn
),
aimed as (
    select
        timed.*,
        opened_at + after(unit(b, 0), days * 86400 * 0.98) as acted_at,
        timed.market_no * 100000000 + uploads_before - 1
            - case app when 'vote' then die(b, 32, 4) else cast(floor(recent * unit(b, 24)) as bigint) end as spot
    from timed
    inner join clock
        on timed.market_no = clock.market_no
        and clock.hour = case app when 'vote' then opened_at else date_trunc('hour', opened_at + after(unit(b, 0), days * 86400 * 0.98)) end
)
select
    null, acted_at, person,
    case when app = 'vote' then 'like' else ['like', 'like', 'like', 'comment', 'share', 'save', 'repost'][1 + die(b, 8, 7)] end,
    spot, upload.author, null, null, home_device(person, account_no), home_network(aimed.market_no, account_no),
    home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'feed', aimed.market_no, null,
    app || '-' || aimed.market_no
from aimed
inner join upload on aimed.spot = upload.upload;
