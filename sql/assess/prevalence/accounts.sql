-- accounts: who acted in the window, each counting once: the units of a prevalence of accounts
--
-- Reads:  events              Binds: since, until (half-open), market, surface (null: all)
select actor_id as entity_id, cast(1 as bigint) as size
from events
where event_time >= $since and event_time < $until
    and ($market is null or market = $market)
    and ($surface is null or surface = $surface)
group by actor_id
