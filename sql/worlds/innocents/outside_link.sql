-- outside_link: a link from outside brings people who register, like the one upload they came for and leave; those
-- who were here before like it as well, and more of them
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with newest as (
    -- who registered within the day before
    select
        signup.*,
        row_number() over (partition by signup.market_no, date_trunc('day', signup.moment) order by signup.moment, account) as place_no
    from signup
    where not term_start
),
occasion as (
    select market_no, date_trunc('day', moment) as day, count(*) as newcomers
    from newest
    where place_no <= 25
    group by all
    having date_diff('day', world_start(), date_trunc('day', moment)) % 13 = market_no
),
placed as (
    select occasion.*, day + interval 25 hour as hour
    from occasion
),
spot as (
    select
        placed.*,
        placed.market_no * 100000000 + clock.uploads_before - 1 as spot,
        clock.old_accounts as accounts
    from placed
    inner join clock on placed.hour = clock.hour and placed.market_no = clock.market_no
),
person as (
    select spot.*, newest.account_no, place_no as person
    from spot
    inner join newest on spot.market_no = newest.market_no and spot.day = date_trunc('day', newest.moment)
    where place_no <= 25
    union all
    select * exclude (person), (person * 104729 + spot) % accounts as account_no, person
    from (select *, unnest(range(newcomers * 2)) + 100 as person from spot) as regular
),
drawn as (
    select *, noise('link', concat_ws('/', spot, person)) as b
    from person
)
select
    null, hour + interval 5 minute + after(unit(b, 0), 20000), drawn.market_no * 100000000 + account_no, 'like', spot,
    upload.author, null, null,
    home_device(drawn.market_no * 100000000 + account_no, account_no), home_network(drawn.market_no, account_no),
    home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'feed', drawn.market_no, null
from drawn
inner join upload on drawn.spot = upload.upload
inner join market on drawn.market_no = market.market_no
where hour < world_end();
