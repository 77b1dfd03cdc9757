-- items: what was made in the window, each counting once: the units of a prevalence of items
--
-- Reads:  content             Binds: since, until (half-open), market, surface (null: all)
select content_id as entity_id, cast(1 as bigint) as size
from content
where created_at >= $since and created_at < $until
    and ($market is null or market = $market)
    and ($surface is null or surface = $surface)
