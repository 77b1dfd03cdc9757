-- rhythm: when the accounts compared act: acts per group, market, UTC day and hour
--
-- $accounts: all compared; $found: those of them that were found. weekday: 0 is Monday.
select
    actor_id in (select unnest($found)) as found,
    market,
    event_date as day,
    date_diff('day', date '2024-01-01', event_date) % 7 as weekday,
    date_part('hour', event_time) as hour,
    count(*) as acts
from events
where event_time >= $since and event_time < $until and actor_id in (select unnest($accounts))
group by found, market, event_date, hour
order by found, market, day, hour
