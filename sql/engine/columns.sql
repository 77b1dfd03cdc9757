-- columns: the columns of the tables in this connection, as DuckDB understood them
select column_name, data_type, is_nullable, is_generated, column_default
from duckdb_columns()
where not internal
order by table_name, column_index;
