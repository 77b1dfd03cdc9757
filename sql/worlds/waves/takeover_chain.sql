-- takeover_chain: passwords from an infostealer's log are tried from rented homes; what opens is locked at once and used
-- to write to the owner's friends and under fresh uploads for an hour
--
-- The log is a few days old, so its owners were online then. They are victims; truth names their accounts all the same.
insert into plot
    (wave_id, moment, actor, action, upload, peer, status, device, network, asn, client, surface, market_no)
with victim as (
    select
        job.*,
        noise('takeover_chain', concat_ws('/', wave_id, crew_no, day, order_no)) as b,
        cast(floor(
            accounts_before
            * power(unit(noise('session', first_session + die(job.m, 0, greatest(sessions, 1))), 0), 1.6)
        ) as bigint) as account_no,
        accounts_before,
        uploads_before,
        recent
    from job
    inner join clock
        on date_trunc('hour', job.moment) - to_hours(24 + die(job.m, 16, 72)) = clock.hour and job.market_no = clock.market_no
    where job.detector = 'takeover_chain' and sessions > 0
),
staged as (
    select
        *,
        market_no * 100000000 + account_no as account,
        9600000000 + b % 1000000000 as rig,
        market_no * 100000000 + 70000000 + die(b, 8, 60000) as exit,
        moment + interval 40 minute as opened_at
    from victim
),
tried as (
    select *, 'login' as act, 'fail' as outcome, unnest(range(2 + die(b, 16, 6))) as step_no from staged
),
spoken as (
    select *, unnest(range(14 + die(b, 24, 16))) as step_no from staged
),
acted as (
    select
        wave_id, account, act, outcome, moment + to_seconds(step_no * 200) + after(unit(b, step_no), 150) as acted_at,
        cast(null as bigint) as spot, cast(null as bigint) as friend,
        -- the tool looks like another phone behind another home each time
        rig + 7 * (1 + step_no) as device, exit + 1 + step_no as network, market_no
    from tried
    union all
    select wave_id, account, 'login', 'ok', opened_at, null, null, rig, exit, market_no from staged
    union all
    -- one operator in ten forgets to lock the owner out
    select
        wave_id, account, case die(b, 28, 3) when 0 then 'mfa_change' else 'credential_change' end, 'ok',
        opened_at + wait(b, 32, 240), null, null, rig, exit, market_no
    from staged
    where die(b, 36, 10) > 0
    union all
    select
        wave_id, account, case when step_no < 6 then 'message' else 'comment' end, null,
        opened_at + interval 10 minute + to_seconds(step_no * (60 + die(b, 40, 90))),
        case when step_no >= 6
            then market_no * 100000000 + uploads_before - 1 - (die(b, 4, 4000) + step_no * 3) % greatest(recent, 1)
        end,
        case when step_no < 6 then market_no * 100000000 + (account_no + 1 + step_no) % accounts_before end,
        rig, exit, market_no
    from spoken
)
select
    wave_id, acted_at, account, act, acted.spot, coalesce(friend, upload.author), outcome, device, network, first_asn + 9,
    19, 'account', acted.market_no
from acted
inner join market on acted.market_no = market.market_no
left join upload on acted.spot = upload.upload
where acted_at < world_end() and (friend is null or friend <> account);
