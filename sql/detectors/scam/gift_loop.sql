-- gift_loop: gifts or refunds that send the same value round and round between two or three accounts
--
-- abuse_type:  scam
-- entity:      account
-- severity:    high
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_account_id
-- optional:    events.value - a circle is judged by the number of gifts, not by what they are worth
--              events.device_id_hash - cannot show that the accounts sit on one device
-- acts:        gift, refund
-- score:       times the value came round within window_h hours
-- hypothesis:  Money from stolen cards is washed, or a creator is made to look loved, by passing the same value in circles:
--              given and given back, handed round by three accounts, or given and refunded once the credit has counted.
-- benign:      Donations at a charity stream all run one way; friends give and give back on a birthday, once; whoever
--              thanks for a large gift with a small one keeps the rest. A creator whose admirer gives and takes the
--              money back has lost it: where acting_accounts is 1, all but the actor may be victims.
-- blind_spots: Circles of four and more accounts; value that rests longer than window_h or is paid out on the way; the
--              payment instruments themselves, which the tables do not hold.
-- source:      Common practice of payment teams; no public data is known to us
-- next:        Hold the payout, run infrastructure_share on the accounts, and ask payments for chargebacks.
-- dsa:         SCAMS_AND_FRAUD
-- disarm:      T0137
prepare gift_loop as
with flow as (
    -- a refund sends back to the giver what the target had received
    select
        event_id,
        t_us,
        actor_id,
        device_id_hash,
        coalesce(value, 1) as value,
        case when action = 'gift' then actor_id else target_account_id end as giver,
        case when action = 'gift' then target_account_id else actor_id end as receiver
    from events
    where event_time >= $since and event_time < $until and action in ('gift', 'refund')
        and target_account_id <> actor_id and coalesce(value, 1) > 0
),

habit as (
    select giver, receiver
    from flow
    group by giver, receiver
    having count(*) >= $min_rounds
),

circle as (
    -- from the side of everybody in it; c is empty where there are two
    select there.giver as a, there.receiver as b, '' as c, 2 as legs
    from habit as there
    join habit as back on back.giver = there.receiver and back.receiver = there.giver
    union all
    select one.giver, one.receiver, two.receiver, 3
    from habit as one
    join habit as two on two.giver = one.receiver
    join habit as three on three.giver = two.receiver and three.receiver = one.giver
),

leg as (
    select a, b, c, legs, 0 as place, a as giver, b as receiver from circle
    union all
    select a, b, c, legs, 1, b, case when legs = 2 then a else c end from circle
    union all
    select a, b, c, legs, 2, c, a from circle where legs = 3
),

step as (
    -- gifts on one leg that follow each other are one turn
    select
        leg.*,
        flow.event_id,
        flow.actor_id,
        flow.device_id_hash,
        flow.value,
        flow.t_us,
        case
            when lag(leg.place) over in_time = leg.place
                and flow.t_us - lag(flow.t_us) over in_time <= $window_h * 3600000000
            then 0 else 1
        end as begins
    from leg
    join flow on flow.giver = leg.giver and flow.receiver = leg.receiver
    window in_time as (partition by leg.a, leg.b, leg.c order by flow.t_us, leg.place, flow.event_id)
),

numbered as (
    select
        *,
        sum(begins) over (partition by a, b, c order by t_us, place, event_id rows unbounded preceding) as turn_no
    from step
),

turn as (
    select
        a, b, c, legs, turn_no,
        min(place) as place, round(sum(value), 4) as value, min(t_us) as first_us, max(t_us) as last_us
    from numbered
    group by a, b, c, legs, turn_no
),

hop as (
    -- about as much goes on to the next leg, soon
    select
        *,
        case
            when place = (lag(place) over in_turn + 1) % nullif(legs, 0)
                and first_us - lag(last_us) over in_turn <= $window_h * 3600000000
                and least(value, lag(value) over in_turn) * 100 >= greatest(value, lag(value) over in_turn) * $min_kept_pct
            then 1 else 0
        end as passed_on
    from turn
    window in_turn as (partition by a, b, c order by turn_no)
),

closing as (
    select
        *,
        coalesce(lead(passed_on) over in_turn, 0) as passes_on,
        case
            when place = legs - 1 and passed_on = 1 and (legs = 2 or lag(passed_on) over in_turn = 1) then 1 else 0
        end as closed
    from hop
    window in_turn as (partition by a, b, c order by turn_no)
),

round_trip as (
    select a, b, c, legs, sum(closed) as rounds, sum(closed * value) as value
    from closing
    group by a, b, c, legs
    having sum(closed) >= $min_rounds
),

moved as (
    select
        numbered.a, numbered.b, numbered.c, numbered.event_id, numbered.t_us,
        numbered.actor_id, numbered.device_id_hash, numbered.giver, numbered.receiver
    from numbered
    join closing
        on closing.a = numbered.a and closing.b = numbered.b and closing.c = numbered.c
        and closing.turn_no = numbered.turn_no
    semi join round_trip on round_trip.a = numbered.a and round_trip.b = numbered.b and round_trip.c = numbered.c
    where closing.passed_on = 1 or closing.passes_on = 1
),

tie as (
    select least(giver, receiver) as a, greatest(giver, receiver) as b, count(distinct event_id) as weight
    from moved
    group by least(giver, receiver), greatest(giver, receiver)
),

member as (
    select a, b, c, a as account_id from round_trip
    union all
    select a, b, c, b from round_trip
    union all
    select a, b, c, c from round_trip where legs = 3
),

evidence as (
    select distinct member.account_id as entity_id, moved.event_id
    from member
    join moved on moved.a = member.a and moved.b = member.b and moved.c = member.c
),

trail as (
    select
        a, b, c,
        min(t_us) as first_us, max(t_us) as last_us,
        count(distinct actor_id) as accounts, count(distinct device_id_hash) as devices
    from moved
    group by a, b, c
)

select
    member.account_id as entity_id,
    cast(max(round_trip.rounds) as bigint) as score,
    make_timestamp(min(trail.first_us)) as first_seen,
    make_timestamp(max(trail.last_us)) as last_seen,
    max(round_trip.legs) as legs,
    round(max(round_trip.value), 4) as value_back,
    max(trail.accounts) as acting_accounts,
    min(trail.devices) as devices
from member
join round_trip on round_trip.a = member.a and round_trip.b = member.b and round_trip.c = member.c
join trail on trail.a = member.a and trail.b = member.b and trail.c = member.c
group by member.account_id
order by score desc, entity_id;

execute gift_loop(
    since        := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until        := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_h     := 12,                      -- hours within which value goes on to the next account [1..720]
    min_rounds   := 3,                       -- times the value must come round [1..1000]
    min_kept_pct := 60                       -- per cent of the value that goes on at least, and of what came at most [1..100]
);
