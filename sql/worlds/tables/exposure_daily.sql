-- exposure_daily: views of what was acted on, and of the comments made, in one chunk
--
-- People look far more often than they act; bots act without looking.
with seen as (
    select
        cast(moment as date) as date,
        'v' || upload as content_id,
        market_no,
        surface,
        sum(coalesce(deed.views, case when wave_id is null then 6 + number * 7919 % 11 else 1 end)) as views
    from deed
    where upload is not null and action not in ('create', 'report')
    group by all
    union all
    select
        cast(moment as date),
        content_id,
        market_no,
        surface,
        case when action = 'message' then 1 else 1 + cast(floor(3 / power(1 - unit(n, 20), 0.6)) as bigint) end
    from text
    where action <> 'create' or upload is null
)
select
    seen.date,
    seen.content_id,
    market.market,
    seen.surface,
    cast(views as bigint) as views,
    cast(views - views // 6 as bigint) as unique_viewers,
    cast(views * 9 as double) as watch_s
from seen
inner join market on seen.market_no = market.market_no
order by seen.date, seen.content_id, seen.surface
