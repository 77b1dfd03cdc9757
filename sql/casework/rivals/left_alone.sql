-- left_alone: of all such acts on the targets concerned, the share that came from these accounts
select count(*) filter (where subject_row.actor_id in (select account_id from subject_account))
    / cast(nullif(count(*), 0) as double) as value,
    count(*) as n
from subject_row
where subject_row.target_id in (select target_id from subject_proof)
    and subject_row.action in (select action from subject_proof)
