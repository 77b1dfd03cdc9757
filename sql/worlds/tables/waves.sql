-- waves: the planted waves in this world
select
    wave_id,
    abuse_type,
    detector,
    market,
    surface,
    world_start() + to_days(cast(start_day as integer)) as started,
    world_start() + to_days(cast(mitigated_day as integer)) as mitigated_at,
    world_start() + to_days(cast(returned_day as integer)) as returned_at,
    world_start() + to_days(cast(end_day as integer)) as ended
from wave
order by started, wave_id
