-- shared_device: the share of the accounts that use a device which another of them uses too
select count(distinct pair.actor_id) filter (where pair.users > 1) / cast(nullif(count(distinct pair.actor_id), 0) as double) as value,
    count(distinct pair.actor_id) as n
from (
    select actor_id, device_id_hash, count(*) over (partition by device_id_hash) as users
    from (
        select distinct actor_id, device_id_hash
        from events
        where actor_id in (select account_id from subject_account)
            and device_id_hash is not null and event_time >= $since and event_time < $until
    ) as used
) as pair
