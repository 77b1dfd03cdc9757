-- constraints: the rules of the tables in this connection, as DuckDB understood them
select constraint_type, expression, constraint_column_names as column_names
from duckdb_constraints()
order by table_name, constraint_index;
