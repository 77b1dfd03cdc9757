-- markets of accounts: where any were
select distinct market from events where market <> '' order by market
