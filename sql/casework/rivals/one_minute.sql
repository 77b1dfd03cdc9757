-- one_minute: the largest share of the acts that bears one and the same minute
select max(acts) / cast(nullif(sum(acts), 0) as double) as value, sum(acts) as n
from (
    select date_trunc('minute', moment) as minute, count(distinct row_id) as acts
    from subject_proof
    group by minute
) as each_minute
