-- share of the accounts that like $target which were made in the week before
with liker as (
    select distinct actor_id from events
    where target_id = $target and event_time >= $since and event_time < $until
)
select
    count(*) filter (where accounts.created_at >= $since - to_days(7)) / nullif(count(*), 0) as value,
    count(*) as n
from liker join accounts on accounts.account_id = liker.actor_id
