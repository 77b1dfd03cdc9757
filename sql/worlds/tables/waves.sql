-- waves: the planted waves in this world, with the number of acts and reports each is made of
with act as (
    select wave_id, count(*) as acts
    from planted
    where wave_id is not null
    group by wave_id
)
select
    wave.wave_id,
    abuse_type,
    detector,
    market,
    surface,
    world_start() + to_days(cast(start_day as integer)) as started,
    world_start() + to_days(cast(mitigated_day as integer)) as mitigated_at,
    world_start() + to_days(cast(returned_day as integer)) as returned_at,
    world_start() + to_days(cast(end_day as integer)) as ended,
    coalesce(act.acts, 0) as acts
from wave
left join act on wave.wave_id = act.wave_id
order by started, wave.wave_id
