-- two accounts on one thing at most one window apart: acts lie in one bucket or in two neighbouring ones
with reach as (
    select thing, max(window_us) as reach_us
    from trendkit_network_crowd
    where kept
    group by thing
),

turn as (
    select visit.*, reach.reach_us, visit.t_us // reach.reach_us as bucket
    from trendkit_network_visit as visit
    join reach on reach.thing = visit.thing
),

forward as (
    select thing, account, stratum, t_us, post_id, reach_us, bucket from turn
    union all
    select thing, account, stratum, t_us, post_id, reach_us, bucket + 1 as bucket from turn
)

select
    least(earlier.account, later.account) as a,
    greatest(earlier.account, later.account) as b,
    earlier.thing,
    later.layer,
    later.t_us - earlier.t_us as lag_us,
    later.t_us as met_us,
    case when earlier.account < later.account then earlier.stratum else later.stratum end as a_stratum,
    case when earlier.account < later.account then later.stratum else earlier.stratum end as b_stratum,
    case when earlier.account < later.account then earlier.post_id else later.post_id end as a_post,
    case when earlier.account < later.account then later.post_id else earlier.post_id end as b_post
from forward as earlier
join turn as later
    on later.thing = earlier.thing
    and later.bucket = earlier.bucket
    and later.t_us >= earlier.t_us
    and later.t_us <= earlier.t_us + earlier.reach_us
    and (later.t_us > earlier.t_us or later.account > earlier.account)
