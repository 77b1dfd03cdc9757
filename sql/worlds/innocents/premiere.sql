-- premiere: the best known author of a market publishes something and dozens answer within two hours, many of them for
-- the first time; who likes it without a word is three times as many, as everywhere on this platform
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    group by all
),
star as (
    select place.*, min(upload.upload) as spot
    from place
    inner join upload
        on place.market_no = upload.market_no
        and upload.author = place.market_no * 100000000 + 13 % accounts
        and upload.moment >= world_start() + to_days(cast(place.market_no * 8 as integer))
    group by all
),
answered as (
    select
        *,
        unnest(range(cast(floor(least(accounts * 0.75, 30 * share * sqrt($events / 1000000.0))) as bigint))) as fan_no
    from star
),
person as (
    select
        answered.*,
        upload.moment as published_at,
        upload.author,
        (fan_no * 104729 + 77) % accounts as account_no,
        noise('premiere', concat_ws('/', spot, fan_no)) as b
    from answered
    inner join upload on answered.spot = upload.upload
)
select
    null, published_at + wait(b, 0, 2400), market_no * 100000000 + account_no,
    case when die(b, 24, 4) = 0 then 'reply' else 'like' end, spot, author, null, null,
    home_device(market_no * 100000000 + account_no, account_no), home_network(market_no, account_no),
    home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'feed', market_no, null
from person;
