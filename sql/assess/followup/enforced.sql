-- enforced: the first decision of a measure against each account in [$since, $until), and the first offence after it
--
-- A decision on content is one against its author. Offences are acts found by a detector ($offenders at $moments) and
-- later decisions: against the account, or on something made after the first. What was undone counts as neither.
with decision as (
    select e.enforced_at, e.action, e.mitigation_id, c.created_at as made_at,
        case when e.target_type = 'account' then e.target_id else c.author_id end as account_id
    from enforcements e
    left join content c on c.content_id = e.target_id and e.target_type <> 'account'
    where e.enforced_at < $until and e.reversed_at is null and e.action <> 'restore'
),
enforced as (
    select account_id, min(enforced_at) as enforced_at, arg_min(action, enforced_at) as action
    from decision
    where enforced_at >= $since and account_id is not null
        and ($mitigation_id is null or mitigation_id = $mitigation_id)
    group by account_id
),
offence as (
    select unnest(cast($offenders as varchar[])) as account_id, unnest(cast($moments as timestamp[])) as moment
    union all
    select d.account_id, coalesce(d.made_at, d.enforced_at)
    from decision d
    where d.account_id is not null
)
select f.account_id, f.action, f.enforced_at, min(o.moment) as offended_at, any_value(a.deleted_at) as deleted_at
from enforced f
left join offence o on o.account_id = f.account_id and o.moment > f.enforced_at and o.moment < $until
left join accounts a on a.account_id = f.account_id and a.deleted_at >= f.enforced_at and a.deleted_at < $until
group by f.account_id, f.action, f.enforced_at
order by f.enforced_at, f.account_id
