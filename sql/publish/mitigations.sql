-- mitigations: what was done in a market and on a surface within [$since, $until); a measure without a scope is everywhere
select launched_at, kind
from mitigations
where launched_at >= $since and launched_at < $until
    and coalesce(scope_market, $market) = $market
    and coalesce(scope_surface, $surface) = $surface
order by launched_at, mitigation_id
