-- one row for each account of one side: a list of rare traits for each kind, NULL where nothing is known of it
select
    account_id as unique_id,
    created_us,
    removed_us,
    handle,
    skeleton,
    max(traits) filter (where kind = 'device') as device,
    max(traits) filter (where kind = 'network') as network,
    max(traits) filter (where kind = 'avatar') as avatar,
    max(traits) filter (where kind = 'bio') as bio,
    max(traits) filter (where kind = 'contact') as contact,
    max(traits) filter (where kind = 'target') as target,
    max(traits) filter (where kind = 'text') as text
from known
where case when $fresh then fresh else removed end
group by all
order by unique_id
