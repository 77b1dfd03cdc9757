-- views: the views that a mapping made in its own schema
select view_name
from duckdb_views()
where schema_name = 'mapped'
order by view_name;
