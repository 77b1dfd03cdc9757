-- markets of items: where any were
select distinct market from content where market <> '' order by market
