-- young: the share of the accounts that were registered less than 30 days before their first act of this kind
select count(*) filter (where began < accounts.created_at + interval 30 day) / cast(nullif(count(*), 0) as double) as value,
    count(*) as n
from (
    select actor_id, min(moment) as began
    from subject_proof
    group by actor_id
) as begun
join accounts on accounts.account_id = begun.actor_id
where accounts.created_at is not null
