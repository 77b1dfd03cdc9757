count(*) filter (where found) over (partition by {name}) < $least as rare_{name},
case when count(*) filter (where found) over (partition by {name}) >= $least then {name} end as {name}
