-- petition: dozens fill in the gap of a petition or of a help desk's form and post it once or twice among words of their
-- own; a shop answers the comments under its own uploads with one template and its number
insert into plot (
    wave_id, moment, actor, action, upload, peer, device, network, asn, client, surface, market_no, script
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where market.market_no <= 7
    group by all
),
signed as (
    select
        *,
        unnest(range(cast(floor(least(accounts * 0.5, 5 * share * sqrt($events / 1000000.0))) as bigint))) as signer
    from place
),
person as (
    select
        *,
        (signer * 7919 + 401) % accounts as account_no,
        noise('petition', concat_ws('/', market_no, signer)) as b,
        world_start() + to_days(cast(12 + 9 * market_no as integer)) as opens
    from signed
),
signature as (
    select
        *,
        opens + after(unit(b, 16), 4 * 86400.0) as signed_at,
        market_no * 100000000 + account_no as actor
    from person
),
-- the account of a shop: its uploads are its own, and so are the threads it answers in
shop as (
    select place.*, upload.upload, upload.author, upload.moment, unnest(range(3)) as answer_no
    from place
    inner join upload
        on upload.market_no = place.market_no and upload.author = place.market_no * 100000000 + 23 % place.accounts
    where upload.moment >= world_start()
)
select
    null, signed_at, actor, 'comment', spot.upload, spot.author,
    home_device(actor, account_no), home_network(signature.market_no, account_no), home_asn(first_asn, account_no),
    cast(account_no % 40 as integer), 'feed', signature.market_no,
    gap(tongue.words, b)
from signature
inner join clock on date_trunc('hour', signature.signed_at) = clock.hour and signature.market_no = clock.market_no
inner join upload as spot
    on spot.upload = signature.market_no * 100000000 + clock.uploads_before - 1 - cast(floor(clock.recent * unit(b, 4)) as bigint)
inner join tongue on signature.language = tongue.language
union all
select
    null, moment + to_hours(cast(2 + 5 * answer_no as integer)), author, 'reply', upload, author,
    home_device(author, author % 100000000), home_network(shop.market_no, author % 100000000),
    home_asn(first_asn, author % 100000000), cast(author % 40 as integer), 'feed', shop.market_no,
    lure(shop.language, pick(tongue.words.greeting, answer_no), author, 0)
from shop
inner join tongue on shop.language = tongue.language;
