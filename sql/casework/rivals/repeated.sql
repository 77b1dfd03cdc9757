-- repeated: the share of the acts that stand more than once, with the same actor, target and moment
select coalesce(sum(copies) filter (where copies > 1), 0) / cast(nullif(sum(copies), 0) as double) as value, sum(copies) as n
from (
    select actor_id, action, target_id, moment, count(distinct row_id) as copies
    from subject_proof
    group by actor_id, action, target_id, moment
) as alike
