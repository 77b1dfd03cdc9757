-- stars_days: suspected stars by day, as the daily baseline takes its counts; days without any are zeros, not gaps
--
-- All stars on GitHub are known by the month only: a day's exposure is its even share of them.
with span as (
    select unnest(range(min(ts)::date, max(ts)::date, interval 1 day))::date as day  -- the last day is not whole
    from read_parquet($events)
),
star as (
    select ts::date as day, count(*) as acts, count(distinct actor_id) as entities
    from read_parquet($events)
    group by all
)
select span.day, 'suspected stars' as detector, '' as market, 'all' as surface,
    coalesce(star.acts, 0) as acts, coalesce(star.entities, 0) as entities,
    cast(round(total.n_stars / day(last_day(span.day))) as bigint) as events,
    cast(null as bigint) as views, cast(null as bigint) as total_views
from span
left join star using (day)
join read_parquet($totals) as total on total.month = date_trunc('month', span.day)
order by span.day
