-- the acts that tie two accounts, one row each, meeting by meeting
with act as (
    select *, row_number() over (partition by layer, object, actor_id order by t_us, row_id) as turn
    from ({layers}) as spoken
    where actor_id in ($a, $b)
),

meeting as (
    select one.layer, one.object, abs(one.t_us - other.t_us) as lag_us, least(one.t_us, other.t_us) as begun_us
    from act as one
    join act as other on other.layer = one.layer and other.object = one.object
    where one.actor_id = $a and other.actor_id = $b and one.turn = 1 and other.turn = 1
        and abs(one.t_us - other.t_us) <= $window_us
)

select
    act.layer,
    act.object,
    act.actor_id,
    make_timestamp(act.t_us) as moment,
    round(meeting.lag_us / 1e6, 4) as lag_s,
    act.row_id
from meeting
join act on act.layer = meeting.layer and act.object = meeting.object and act.turn = 1
order by meeting.begun_us, act.layer, act.object, act.t_us, act.actor_id
