-- places: the markets and surfaces that any event names
select 'market' as kind, market as name from events where market <> ''
union
select 'surface', surface from events where surface <> ''
order by kind, name
