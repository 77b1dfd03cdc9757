-- planted: the acts of plot inside the world, numbered in a total order
create table planted as
select
    1000000000000 + row_number() over (order by moment, actor, action, upload, peer, wave_id, surface, script) as number,
    *
from plot
where moment >= world_start() and moment < world_end();
