-- arrivals: the everyday uploads and signups, one act each
create view arrivals as
select
    2000000000000 + upload as number, upload.moment, upload.author as actor, 'create' as action, upload.upload,
    cast(null as bigint) as peer, cast(null as varchar) as status, cast(null as double) as value,
    cast(null as bigint) as session,
    home_device(upload.author, upload.author % 100000000) as device,
    home_network(upload.market_no, upload.author % 100000000) as network,
    home_asn(market.first_asn, upload.author % 100000000) as asn,
    cast(upload.author % 40 as integer) as client,
    case when upload_no % 5 = 0 then 'live' else 'feed' end as surface,
    upload.market_no, cast(null as varchar) as script
from upload
inner join market on upload.market_no = market.market_no
where upload.moment >= world_start()
union all
select
    3000000000000 + account, signup.moment, account, 'signup', null, null, 'ok', null, null,
    home_device(account, account_no),
    case when term_start and account_no % 10 < 8 then campus_network(signup.market_no) else home_network(signup.market_no, account_no) end,
    case when term_start and account_no % 10 < 8 then first_asn + 1 else home_asn(first_asn, account_no) end,
    cast(account_no % 40 as integer), 'account', signup.market_no, null
from signup
inner join market on signup.market_no = market.market_no;
