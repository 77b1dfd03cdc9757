-- visit: sessions of unsuspicious accounts that reach into $since to $until, one row per act
--
-- People come in sessions: one person, one device, one place, a handful of acts half a minute apart.
-- A session may run over the full hour, so the hour before is read as well.
create or replace temp table visit as
with session as (
    select *, first_session + unnest(range(sessions)) as session
    from clock
    where hour >= $since - interval 1 hour and hour < $until
),
person as (
    select
        session,
        hour,
        market_no,
        uploads_before,
        recent,
        old_accounts,
        accounts_before,
        cast(greatest(0, floor(log(greatest(recent, 1) / 8) / log(4))) as bigint) as steps,
        cast(floor(accounts_before * power(unit(noise('session', session), 0), 1.6)) as bigint) as account_no,
        noise('session', session) as n,
        noise('visit', session) as v
    from session
),
call as (
    select
        *,
        market_no * 100000000 + account_no as actor,
        hour + after(unit(n, 24), 3600) as started,
        case
            when die(n, 48, 100) < 55 then 'feed'
            when die(n, 48, 100) < 67 then 'live'
            when die(n, 48, 100) < 75 then 'search'
            when die(n, 48, 100) < 90 then 'profile'
            else 'messages'
        end as surface,
        least(24, 1 + cast(floor(-4 * ln(1 - unit(v, 0))) as bigint)) as acts,
        -- binge: nobody likes for longer than a quarter of an hour without a pause, but some come close
        15 + die(v, 24, 40) as pace_s,
        -- one visit in seventy is made from an internet cafe, in countries that have them
        market_no in (1, 4, 6) and die(v, 32, 70) = 0 as in_cafe,
        account_no % (old_accounts // 6000 + 1) as cafe,
        die(v, 40, 100) < 30 as logs_in
    from person
)
select *, unnest(range(acts)) as act_no
from call;
