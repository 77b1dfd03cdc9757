select actor_id, row_number() over (order by actor_id) as account
from trendkit_network_act
group by actor_id
