-- markets of views: where any were
select distinct market from exposure_daily where market <> '' order by market
