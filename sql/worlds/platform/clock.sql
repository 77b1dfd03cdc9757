-- clock: for every hour and market how much happens, and how much had happened before
--
-- Traffic follows the sun of its market, is higher at weekends, and grows slowly. The five days before the
-- world starts hold uploads only, so that the first hour has something to look at.
create table clock as
with hour as (
    select world_start() + to_hours(hour_no) as hour
    from range(-5 * 24, world_days() * 24) as range (hour_no)
),
local as (
    select
        hour.hour,
        market.*,
        hour.hour >= world_start() as open,
        hour.hour + to_hours(market.utc_offset) as local_hour
    from hour
    cross join market
),
weight as (
    select
        *,
        share
        * (0.2 + power(0.5 + 0.5 * cos((extract('hour' from local_hour) - 20) / 24.0 * 2 * pi()), 1.5))
        * case extract('isodow' from local_hour) when 6 then 1.25 when 7 then 1.2 when 5 then 1.08 else 1.0 end
        * (1 + 0.12 * date_diff('day', world_start(), hour) / world_days())
        * (0.96 + 0.08 * unit(noise('weather', cast(hour as date) || market), 0)) as weight
    from local
),
part as (
    select
        *,
        weight / sum(weight) filter (open) over () as part,
        noise('clock', market_no || '/' || hour) as n
    from weight
),
amount as (
    select
        hour,
        market_no,
        local_hour,
        cast(floor(part * $events * 0.192 + unit(n, 0)) as bigint) * cast(open as bigint) as sessions,
        cast(floor(part * $events * 0.03 + unit(n, 16)) as bigint) as uploads,
        cast(floor(
            part * $events * 0.005 * case when term_starts(market_no, hour) then 100 else 1 end + unit(n, 32)
        ) as bigint) * cast(open as bigint) as signups,
        greatest(8, $events * share // 5000) as old_accounts
    from part
),
before as (
    select
        *,
        sum(sessions) over (order by hour, market_no) - sessions as first_session,
        sum(uploads) over (partition by market_no order by hour) - uploads as uploads_before,
        sum(signups) over (partition by market_no order by hour) - signups as signups_before
    from amount
)
select
    hour,
    market_no,
    local_hour,
    cast(sessions as bigint) as sessions,
    cast(first_session as bigint) as first_session,
    cast(uploads as bigint) as uploads,
    cast(uploads_before as bigint) as uploads_before,
    -- people look at what is at most three days old
    cast(uploads_before - coalesce(lag(uploads_before, 72) over (partition by market_no order by hour), 0) as bigint)
        as recent,
    cast(signups as bigint) as signups,
    cast(signups_before as bigint) as signups_before,
    cast(old_accounts as bigint) as old_accounts,
    cast(old_accounts + signups_before as bigint) as accounts_before
from before;
