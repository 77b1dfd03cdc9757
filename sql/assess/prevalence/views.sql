-- views: what was seen, and how often: the units of a prevalence of views
--
-- Reads:  exposure_daily      Binds: since, until (dates, half-open), market, surface (null: all)
select content_id as entity_id, cast(sum(views) as bigint) as size
from exposure_daily
where date >= $since and date < $until
    and ($market is null or market = $market)
    and ($surface is null or surface = $surface)
group by content_id
having sum(views) > 0
