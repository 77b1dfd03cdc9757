-- share of the accounts that like $target from a device another of them uses
with liker as (
    select actor_id, max(device_id_hash) as device from events
    where target_id = $target and event_time >= $since and event_time < $until
    group by actor_id
),
crowd as (select device, count(*) as accounts from liker group by device)
select
    sum(case when accounts > 1 then accounts else 0 end) / nullif(sum(accounts), 0) as value,
    sum(accounts) as n
from crowd
