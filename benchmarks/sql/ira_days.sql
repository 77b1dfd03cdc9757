-- ira_days: posts by day and, where asked, by kind of account, as the daily baseline takes its counts
--
-- Every account is a troll: there is no traffic of others to hold the posts against, so events stay unknown.
with post as (
    select ts::date as day, event_id, actor_id,
        case when $kinds then coalesce(label.account_category, 'unknown') else '' end as market
    from read_parquet($events) as event
    left join read_parquet($labels) as label on label.entity_id = event.actor_id
),
span as (
    select days.day, kinds.market
    from (select unnest(range(min(day), max(day) + 1, interval 1 day))::date as day from post) as days
    cross join (select distinct market from post) as kinds
),
counted as (
    select day, market, count(*) as acts, count(distinct actor_id) as entities
    from post
    group by all
)
select span.day, 'posts' as detector, span.market, 'all' as surface,
    coalesce(counted.acts, 0) as acts, coalesce(counted.entities, 0) as entities,
    cast(null as bigint) as events, cast(null as bigint) as views, cast(null as bigint) as total_views
from span
left join counted using (day, market)
order by span.day, span.market
