-- acts of accounts: a registration is an act; it happens on no surface, so it is counted over all of them
select account_id as act_id, cast(created_at as date) as day, market, 'all' as surface,
    cast(null as varchar) as content_id
from accounts
where created_at >= $since and created_at < $until
