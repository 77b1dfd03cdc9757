-- acts of enforcements: a decision happens on no surface, so it is counted over all of them
select enforcement_id as act_id, cast(enforced_at as date) as day, market, 'all' as surface,
    case when target_type <> 'account' then target_id end as content_id
from enforcements
where enforced_at >= $since and enforced_at < $until
