-- tickets: incidents of a service desk (ServiceNow log, opened 2016-02-29 … 2016-03-02)
-- Run from the data folder; every statement is one table of the contract.
-- The log has a row per change: a ticket is its last one. `?` means unknown and becomes NULL.
-- made_sla is not mapped (the contract keeps the promised time, which is not published); a site is not a market.

create view tickets as
select
    number as ticket_id,
    opened_at,  -- UTC as published
    nullif(assignment_group, '?') as queue,
    priority,
    nullif(category, '?') as topic,
    nullif(caller_id, '?') as account_id,
    -- 29 were resolved as they were opened and name no time of it; the log's own row does, as it does for all others
    coalesce(resolved_at, max(case when incident_state = 'Resolved' then sys_updated_at end) over (partition by number))
        as resolved_at,
    reopen_count as reopened
from 'events.parquet'
qualify row_number() over (partition by number order by sys_updated_at desc, sys_mod_count desc) = 1;
