-- What one table holds in a window. $table and $time are names from the contract, never a user's words.
select
    count(*) as rows,
    min(moment) as first,
    max(moment) as last,
    count(distinct cast(moment as date)) as days
from (select columns($time) as moment from query_table($table))
where moment >= $since and moment < $until
