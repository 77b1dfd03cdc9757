-- leaves: acts behind the findings per place, what their share of all acts of these kinds would make of it, and by how many
-- {{dims}} are columns of the scope: our words
select
    {dims},
    count(distinct subject_proof.row_id) as actual,
    count(distinct subject_row.row_id)
        * cast((select count(distinct row_id) from subject_proof) as double)
        / nullif((
            select count(*)
            from subject_row
            where action in (select action from subject_proof)
        ), 0) as expected,
    count(distinct subject_proof.actor_id) as accounts
from subject_row
left join (select distinct row_id, actor_id from subject_proof) as subject_proof using (row_id)
where subject_row.action in (select action from subject_proof)
group by {dims}
order by {dims}
