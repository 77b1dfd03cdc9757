-- job: one order taken by one crew: when it starts and which upload it is about
create table job as
with shift as (
    select
        wave.*,
        wave_day.day,
        wave_day.phase,
        wave_day.level,
        unnest(range(crews)) as crew_no
    from wave
    inner join wave_day on wave.wave_id = wave_day.wave_id
),
amount as (
    select
        *,
        cast(floor(jobs * level + unit(noise('jobs', wave_id || '/' || crew_no || '/' || day), 0)) as bigint) as taken
    from shift
),
ordered as (
    select *, unnest(range(taken)) as order_no
    from amount
),
drawn as (
    select *, noise('job', concat_ws('/', wave_id, crew_no, day, order_no)) as n
    from ordered
),
timed as (
    select *, world_start() + to_days(cast(day as integer)) + after(unit(n, 0), 85000) as moment
    from drawn
)
select
    timed.wave_id,
    timed.detector,
    timed.market_no,
    timed.surface,
    timed.mitigated_day,
    timed.bots,
    timed.crew_no,
    timed.phase,
    -- fresh accounts for every job, or the crew of the phase
    case when timed.crew = 'job' then timed.day * 1000 + timed.order_no + 10 else timed.phase end as crew,
    timed.day,
    timed.order_no,
    timed.moment,
    timed.n,
    noise('order', concat_ws('/', timed.wave_id, timed.crew_no, timed.day, timed.order_no)) as m,
    timed.market_no * 100000000
        -- every fifth upload is a live stream
        + (clock.uploads_before - 1 - cast(floor(clock.recent * unit(timed.n, 24)) as bigint))
        // case timed.surface when 'live' then 5 else 1 end * case timed.surface when 'live' then 5 else 1 end as upload
from timed
inner join clock on date_trunc('hour', timed.moment) = clock.hour and timed.market_no = clock.market_no;
