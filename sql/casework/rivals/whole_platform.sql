-- whole_platform: all acts of these kinds on the day with most of the findings' acts, over the median day
, subject_day as (
    select cast(moment as date) as day, count(*) as acts,
        count(*) filter (where row_id in (select row_id from subject_proof)) as proofs
    from subject_row
    where action in (select action from subject_proof)
    group by cast(moment as date)
)

select max(acts) filter (where place = 1) / nullif(median(acts), 0) as value, count(*) as n
from (
    select acts, row_number() over (order by proofs desc, day) as place
    from subject_day
) as ranked
