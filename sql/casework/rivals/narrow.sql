-- narrow: of all an account does in the window, the share that stands behind the findings (median over the accounts)
select median(behind / cast(nullif(acts, 0) as double)) as value, count(*) as n
from (
    select events.actor_id, count(*) as acts,
        count(*) filter (where events.event_id in (select row_id from subject_proof)) as behind
    from events
    where events.actor_id in (select account_id from subject_account)
        and events.event_time >= $since and events.event_time < $until
    group by events.actor_id
) as deed
