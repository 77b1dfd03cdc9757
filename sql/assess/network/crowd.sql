-- what it would cost to pair everybody on a thing: too large a burst is paired over a shorter window, or not at
-- all. That leaves the null exact, for which pairs are counted depends on things and times alone.
with bucket as (
    select visit.thing, span.window_us, visit.t_us // span.window_us as bucket, count(*) as acts
    from trendkit_network_visit as visit
    cross join (select unnest($windows_us) as window_us) as span
    group by visit.thing, span.window_us, bucket
),

neighbours as (
    select
        *,
        case
            when lead(bucket) over (partition by thing, window_us order by bucket) = bucket + 1
                then lead(acts) over (partition by thing, window_us order by bucket)
            else 0
        end as next_acts
    from bucket
),

burst as (
    select
        thing,
        window_us,
        cast(sum(acts * (acts - 1) // 2 + acts * next_acts) as bigint) as pairs,
        cast(sum(acts) as bigint) as acts
    from neighbours
    group by thing, window_us
),

spending as (
    select *, cast(sum(pairs) over (partition by window_us order by pairs, thing) as bigint) as spent
    from burst
)

select thing, window_us, pairs, acts, spent <= $max_meetings as kept
from spending
