-- held: the tables and views of one catalog
select table_schema, table_name
from information_schema.tables
where table_catalog = $catalog
order by table_schema, table_name;
