-- planted: the acts of plot inside the world, numbered in a total order
create table planted as
select
    1000000000000 + row_number() over (order by plot.moment, actor, action, plot.upload, peer, wave_id, surface, script) as number,
    plot.*
from plot
left join upload on plot.upload = upload.upload
where plot.moment >= world_start() and plot.moment < world_end()
    -- in the first days of a small market there may be nothing to act on yet
    and (plot.upload is null or upload.moment < plot.moment);
