-- sleepless: the share of the acts in the six hours of the day in which everybody together does least
select count(*) filter (where quiet.place <= 6) / cast(nullif(count(*), 0) as double) as value, count(*) as n
from subject_proof
join (
    select date_part('hour', moment) as hour, row_number() over (order by count(*), date_part('hour', moment)) as place
    from subject_row
    where action in (select action from subject_proof)
    group by 1
) as quiet on quiet.hour = date_part('hour', subject_proof.moment)
