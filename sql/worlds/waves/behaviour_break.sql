-- behaviour_break: who holds the tokens of a malicious app sells them by the order: two dozen of its users post one link
-- (feed) or follow one customer (profile) within an hour, from the operator's servers
insert into plot
    (wave_id, moment, actor, action, upload, peer, device, network, asn, client, surface, market_no, link)
with taken as (
    select
        *,
        noise('behaviour_break', concat_ws('/', wave_id, crew_no, day, order_no)) as c,
        unnest(range(18 + die(m, 16, 10))) as token_no
    from job
    where detector = 'behaviour_break'
),
token as (
    -- its users were online in the days before
    select
        taken.*,
        noise('token', concat_ws('/', wave_id, crew_no, day, order_no, token_no)) as b,
        accounts_before,
        recent,
        uploads_before,
        first_session,
        sessions
    from taken
    inner join clock
        on date_trunc('hour', taken.moment) - to_hours(6 + token_no * 5) = clock.hour and taken.market_no = clock.market_no
    where sessions > 0
),
victim as (
    select
        *,
        market_no * 100000000 + cast(floor(
            accounts_before * power(unit(noise('session', first_session + die(b, 0, sessions)), 0), 1.6)
        ) as bigint) as account,
        moment + after(unit(b, 16), 3000) as acted_at,
        case
            when surface = 'profile' then upload
            else market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(b, 24)) as bigint)
        end as spot
    from token
)
select
    wave_id, acted_at, account, case when surface = 'profile' then 'follow' else 'comment' end,
    case when surface <> 'profile' then spot end, upload.author,
    9700000000 + c % 1000000000 + token_no, 7000000 + victim.market_no * 100000000 + die(c, 0, 60000) + token_no % 2,
    first_asn + 8, 33, surface, victim.market_no,
    case when surface <> 'profile'
        then 'https://' || replace(shop(die(c, 16, 5000)), '.', '-' || die(c, 32, 900) || '.') || '/' || die(b, 40, 9000)
    end
from victim
inner join upload on victim.spot = upload.upload
inner join market on victim.market_no = market.market_no
where acted_at < world_end();
