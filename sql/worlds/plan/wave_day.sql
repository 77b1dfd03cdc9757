-- wave_day: how hard each wave works on each day, from 0 to 1
create table wave_day as
with day as (select day from range(world_days()) as range (day)),
level as (
    select
        wave_id,
        day,
        cast(returned_day is not null and day >= returned_day as integer) as phase,
        case
            when simmers then 1.0
            when day >= returned_day then 0.8 * least(1, (day - returned_day + 1) / cast(ramp as double))
            -- half of the crew is banned on that day, the rest slows down
            when day >= mitigated_day then greatest(0.14, 0.7 - 0.3 * (day - mitigated_day))
            else power(least(1, (day - start_day + 1) / cast(ramp as double)), 2)
        end as level
    from wave
    inner join day on day >= start_day and day < coalesce(end_day, world_days())
)
select wave_id, day, phase, level * (0.85 + 0.3 * unit(noise('mood', wave_id || '/' || day), 0)) as level
from level;
