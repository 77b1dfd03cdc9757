-- hours: acts by weekday (0 is Monday) and hour of day, UTC
select (date_diff('day', date '1970-01-05', cast(moment as date)) % 7 + 7) % 7 as weekday, date_part('hour', moment) as hour,
    count(distinct row_id) as acts
from subject_proof
group by weekday, hour
order by weekday, hour
