-- deed: everything that happens between $since and $until, planted or not, in order of time: sorted here, while rows are
-- narrow, so that the tables need not be
create or replace temp table deed as
select *, cast(null as varchar) as wave_id
from people
union all by name
select *, cast(null as varchar) as wave_id
from arrivals
where moment >= $since and moment < $until
union all by name
select *
from planted
where moment >= $since and moment < $until
order by moment, number;
