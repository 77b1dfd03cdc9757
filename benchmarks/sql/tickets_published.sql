-- tickets_published: what the publisher's own columns say: incidents that kept their deadline, the median hours to the end
with last as (
    select *
    from read_parquet($file)
    qualify row_number() over (partition by number order by sys_updated_at desc, sys_mod_count desc) = 1
)
select count(*) filter (where made_sla) as kept, count(*) as incidents,
    median(epoch(resolved_at - opened_at)) / 3600 as hours, count(resolved_at) as named
from last
