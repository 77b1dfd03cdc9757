-- people: what unsuspicious accounts do between $since and $until: one act per row of visit, and the answers of friends
create or replace temp table people as
with drawn as (
    select *, noise('act', session * 32 + act_no) as a
    from visit
),
chosen as (
    select
        drawn.*,
        session * 32 + act_no as number,
        started + to_seconds(act_no * pace_s) + after(unit(a, 0), pace_s) as moment,
        case
            when logs_in and act_no = 0 then 'login'
            -- the sign-in service was down for three hours on 1 October: everybody was thrown out and tried again
            when act_no < 3 and started between timestamp '2026-10-01 12:00' and timestamp '2026-10-01 15:00'
                then 'login'
            else habit.action
        end as action,
        uploads_before - 1 - cast(floor(recent * power(unit(a, 24), 2)) as bigint) as wanted,
        -- one upload in four is four times as popular as the others, and so on
        cast(power(4, die(a, 0, steps + 1)) as bigint) as hot
    from drawn
    inner join habit on drawn.surface = habit.surface and die(drawn.a, 48, 100) = habit.face
),
aimed as (
    select
        *,
        case
            when action in ('login', 'message', 'invite', 'accept', 'profile_update') then null
            when surface = 'live' then market_no * 100000000 + (wanted - wanted % hot) // 5 * 5
            else market_no * 100000000 + wanted - wanted % hot
        end as target,
        -- friends are neighbours; the circle is small
        market_no * 100000000 + (account_no + 1 + die(a, 8, 6)) % accounts_before as friend
    from chosen
),
acted as (
    select
        aimed.number,
        aimed.moment,
        aimed.actor,
        aimed.action,
        case when aimed.action in ('follow', 'block', 'mute', 'rate') then null else aimed.target end as upload,
        case
            when aimed.action in ('message', 'invite', 'accept') then aimed.friend
            else upload.author
        end as peer,
        case
            when aimed.action <> 'login' then null
            when aimed.started between timestamp '2026-10-01 12:00' and timestamp '2026-10-01 15:00'
                and die(aimed.a, 16, 100) < 85 then 'fail'
            when die(aimed.a, 16, 100) < 4 then 'fail'
            else 'ok'
        end as status,
        case aimed.action
            when 'rate' then least(5, 1 + floor(sqrt(die(aimed.a, 16, 30))))
            when 'gift' then 1 + die(aimed.a, 16, 20)
            when 'view' then 1 + die(aimed.a, 16, 90)
        end as value,
        aimed.session,
        case
            when aimed.in_cafe then 9000000000 + aimed.market_no * 1000000 + aimed.cafe * 6 + die(aimed.v, 24, 6)
            else home_device(aimed.actor, aimed.account_no)
        end as device,
        case
            when aimed.in_cafe then cafe_network(aimed.market_no, aimed.cafe)
            else home_network(aimed.market_no, aimed.account_no)
        end as network,
        case
            when aimed.in_cafe then market.first_asn + 4
            else home_asn(market.first_asn, aimed.account_no)
        end as asn,
        aimed.account_no % 40 as client,
        case when aimed.action = 'login' then 'account' else aimed.surface end as surface,
        aimed.market_no,
        cast(null as varchar) as script
    from aimed
    inner join market on aimed.market_no = market.market_no
    left join upload on aimed.target = upload.upload
    where (aimed.action not in ('message', 'invite', 'accept') or aimed.friend <> aimed.actor)
        -- in the first days of a small market there may be nothing to look at yet
        and (aimed.target is null or aimed.wanted >= 0 and upload.upload is not null)
),
-- friends talk: four messages in five are answered within half an hour (visit reaches back an hour, so none is lost)
answered as (
    select
        500000000000 + number as number,
        moment + after(0.01 + unit(noise('answer', number), 0), 1700) as moment,
        peer as actor, action, upload, actor as peer, status, value, cast(null as bigint) as session,
        home_device(peer, peer % 100000000) as device,
        home_network(acted.market_no, peer % 100000000) as network,
        home_asn(first_asn, peer % 100000000) as asn,
        peer % 100000000 % 40 as client,
        surface, acted.market_no, script
    from acted
    inner join market on acted.market_no = market.market_no
    where action = 'message' and die(noise('answer', number), 24, 5) > 0
),
spoken as (
    select * from acted
    union all
    select * from answered
)
select *
from spoken
where moment >= $since and moment < $until;
