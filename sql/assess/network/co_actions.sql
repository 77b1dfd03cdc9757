-- every pair of accounts that acted on one thing within the window, as other tools count it: repeats included
with act as (
    select actor_id, object, t_us, row_id, t_us // greatest($window_us, 1) as bucket
    from ({layer}) as spoken
    where object is not null
),

forward as (
    -- acts at most one window apart lie in one bucket or in two neighbouring ones
    select actor_id, object, t_us, row_id, bucket from act
    union all
    select actor_id, object, t_us, row_id, bucket + 1 as bucket from act
),

met as (
    select
        least(earlier.actor_id, later.actor_id) as a,
        greatest(earlier.actor_id, later.actor_id) as b,
        earlier.object,
        case when earlier.actor_id < later.actor_id then earlier.row_id else later.row_id end as a_row,
        case when earlier.actor_id < later.actor_id then later.row_id else earlier.row_id end as b_row
    from forward as earlier
    join act as later
        on later.object = earlier.object
        and later.bucket = earlier.bucket
        and later.t_us >= earlier.t_us
        and later.t_us <= earlier.t_us + $window_us
        and later.actor_id <> earlier.actor_id
        and (later.t_us > earlier.t_us or later.row_id > earlier.row_id)
),

pair as (
    select a, b, count(*) as meetings from met group by a, b
),

again as (
    -- two accounts that met once need no counting of what differs
    select
        met.a,
        met.b,
        count(distinct met.object) as objects,
        count(distinct met.a_row) as a_acts,
        count(distinct met.b_row) as b_acts
    from met
    semi join (select a, b from pair where meetings > 1) as often on often.a = met.a and often.b = met.b
    group by met.a, met.b
)

select
    pair.a,
    pair.b,
    coalesce(again.objects, 1) as objects,
    pair.meetings,
    coalesce(again.a_acts, 1) as a_acts,
    coalesce(again.b_acts, 1) as b_acts
from pair
left join again on again.a = pair.a and again.b = pair.b
order by pair.meetings desc, pair.a, pair.b
