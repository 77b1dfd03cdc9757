-- gift_loop: two or three accounts of a crew wash stolen cards: what the first gives to the second comes back to it, less
-- the platform's fee, by another gift (two nights in three) or as a refund
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with night as (
    select
        job.*,
        die(job.m, 0, 3) as way,
        case when die(job.m, 0, 3) = 0 then 3 else 2 end as legs,
        die(job.m, 8, 65536) as first_bot,
        4 + die(job.m, 32, 4) as rounds,
        40 + 10 * die(job.m, 40, 17) as amount
    from job
    where job.detector = 'gift_loop'
),
hand as (
    -- whoever was banned is replaced by the next
    select
        bot.*,
        row_number() over (partition by wave_id, crew_no, crew order by bot_no) - 1 as hand_no,
        count(*) over (partition by wave_id, crew_no, crew) as hands
    from bot
    where detector = 'gift_loop'
),
pass as (
    select *, unnest(range(rounds * legs)) as pass_no
    from night
),
drawn as (
    select *, noise('gift_loop', concat_ws('/', wave_id, crew_no, day, order_no, pass_no)) as b
    from pass
),
act as (
    select
        drawn.*,
        giver.account,
        receiver.account as other,
        giver.device,
        giver.network,
        giver.asn,
        giver.bot_no,
        drawn.moment + after(pass_no + unit(b, 0), 900) as acted_at,
        case when giver.banned_at is null or drawn.moment + after(pass_no + 1, 900) < giver.banned_at then 1 else 0 end
            * case when receiver.banned_at is null or drawn.moment + after(pass_no + 1, 900) < receiver.banned_at then 1 else 0 end
            as at_large
    from drawn
    inner join hand as giver
        on giver.wave_id = drawn.wave_id and giver.crew_no = drawn.crew_no and giver.crew = drawn.crew
        -- a refund is asked for by whoever gave
        and giver.hand_no = (first_bot + case when way = 1 then 0 else pass_no % legs end) % giver.hands
    inner join hand as receiver
        on receiver.wave_id = drawn.wave_id and receiver.crew_no = drawn.crew_no and receiver.crew = drawn.crew
        and receiver.hand_no = (first_bot + case when way = 1 then 1 else (pass_no + 1) % legs end) % giver.hands
)
select
    wave_id, acted_at, account, case when way = 1 and pass_no % 2 = 1 then 'refund' else 'gift' end, null, other, 'ok',
    round(amount * case when way = 1 then 1.0 else power(0.95, pass_no % legs) end, 2),
    device, network, asn, bot_no % 3 + 11, surface, market_no, null
from act
where at_large = 1 and acted_at < world_end();
