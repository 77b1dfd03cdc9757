-- every pair of accounts that acted on one thing within the window, as other tools count it: repeats included
with act as (
    select actor_id, object, t_us, t_us // greatest($window_us, 1) as bucket, row_id
    from ({layer}) as spoken
    where object is not null
),

company as (
    select *
    from act
    qualify t_us - lag(t_us) over (partition by object order by t_us) <= $window_us
        or lead(t_us) over (partition by object order by t_us) - t_us <= $window_us
),

forward as (
    select actor_id, object, t_us, bucket, row_id from company
    union all
    select actor_id, object, t_us, bucket + 1 as bucket, row_id from company
),

met as (
    select
        least(earlier.actor_id, later.actor_id) as a,
        greatest(earlier.actor_id, later.actor_id) as b,
        earlier.object
    from forward as earlier
    join company as later
        on later.object = earlier.object
        and later.bucket = earlier.bucket
        and later.t_us >= earlier.t_us
        and later.t_us <= earlier.t_us + $window_us
        and later.actor_id <> earlier.actor_id
        and (later.t_us > earlier.t_us or later.row_id > earlier.row_id)
)

select a, b, count(distinct object) as objects, count(*) as meetings
from met
group by a, b
order by meetings desc, a, b
