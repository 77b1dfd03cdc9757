select layer, cast(sum(acts) as bigint) as acts
from trendkit_network_stratum
group by layer
order by layer
