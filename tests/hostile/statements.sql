-- Queries a contributed detector could hold. Each block is one: its name after `-- attack:`, then the SQL.
-- `{secret}` is a file that must stay unread, `{inputs}` a folder that must stay as it is.

-- attack: read_csv
select content as entity_id, 1 as score, null as first_seen, null as last_seen from read_csv('{secret}') order by entity_id
-- attack: read_csv_auto
select * from read_csv_auto('{secret}') order by entity_id
-- attack: read_text
select content as entity_id from read_text('{secret}') order by entity_id
-- attack: read_blob
select content as entity_id from read_blob('{secret}') order by entity_id
-- attack: read_json
select * from read_json('{secret}') order by entity_id
-- attack: read_parquet
select * from read_parquet('{inputs}/events.parquet') order by entity_id
-- attack: parquet_metadata
select * from parquet_metadata('{inputs}/events.parquet') order by entity_id
-- attack: glob
select file as entity_id from glob('{inputs}/*') order by entity_id
-- attack: sniff_csv
select * from sniff_csv('{secret}') order by entity_id
-- attack: bare path
select * from '{secret}' order by entity_id
-- attack: quoted path
select * from "{inputs}/events.parquet" order by entity_id
-- attack: environment of the process
select * from '/proc/self/environ' order by entity_id
-- attack: parent folder
select * from '{inputs}/../{secret}' order by entity_id
-- attack: file url
select * from 'file://{secret}' order by entity_id
-- attack: http
select * from 'http://localhost/events.parquet' order by entity_id
-- attack: s3
select * from read_parquet('s3://bucket/events.parquet') order by entity_id
-- attack: read inside a subquery
select actor_id as entity_id from events where actor_id in (select content from read_text('{secret}')) order by entity_id
-- attack: read inside a scalar subquery
select actor_id as entity_id, (select count(*) from read_text('{secret}')) as score from events order by entity_id
-- attack: read inside a lambda
select list_transform([1], lambda x: (select count(*) from read_text('{secret}'))) as entity_id order by entity_id
-- attack: read inside order by
select actor_id as entity_id from events order by entity_id, (select count(*) from glob('*'))
-- attack: read inside limit
select actor_id as entity_id from events order by entity_id limit (select count(*) from glob('*'))
-- attack: read inside a window frame
select actor_id as entity_id, sum(t_us) over (order by t_us rows between (select count(*) from glob('*')) preceding and current row) as score from events order by entity_id
-- attack: read inside filter
select actor_id as entity_id, count(*) filter (where exists (from glob('*'))) as score from events group by all order by entity_id
-- attack: read inside case
select case when exists (from glob('*')) then 'a' else 'b' end as entity_id order by entity_id
-- attack: read inside a join condition
select e.actor_id as entity_id from events e join accounts a on exists (from glob('*')) order by entity_id
-- attack: read inside values
select x as entity_id from (values ((select content from read_text('{secret}')))) v(x) order by entity_id
-- attack: read inside having
select actor_id as entity_id from events group by actor_id having exists (from glob('*')) order by entity_id
-- attack: read inside qualify
select actor_id as entity_id from events qualify row_number() over (order by (select count(*) from glob('*'))) = 1 order by entity_id
-- attack: quoted function name
select * from "read_text"('{secret}') order by entity_id
-- attack: schema before the function
select * from main.read_text('{secret}') order by entity_id
-- attack: function called with a dot
select '{secret}'.read_text() as entity_id order by entity_id
-- attack: install
install httpfs
-- attack: load
load httpfs
-- attack: attach
attach '{inputs}/other.duckdb' as other
-- attack: attach over a file of ours
attach '{inputs}/events.parquet' as other
-- attack: detach
detach memory
-- attack: use
use main
-- attack: copy to
copy (select 1) to '{inputs}/events.parquet'
-- attack: copy from
copy events from '{secret}'
-- attack: copy inside a cte
with stolen as (copy (select 1) to '{inputs}/stolen.csv') select * from stolen order by entity_id
-- attack: copy over an input inside a cte
with stolen as (copy (select 1) to '{inputs}/events.parquet' (use_tmp_file false)) select * from stolen order by entity_id
-- attack: copy inside a nested cte
with outermost as (with stolen as (copy (select 1) to '{inputs}/stolen.csv') select * from stolen) select * from outermost order by entity_id
-- attack: insert inside a cte
with made as (insert into events (event_id) values ('x') returning *) select * from made order by entity_id
-- attack: update inside a cte
with made as (update events set actor_id = 'x' returning *) select * from made order by entity_id
-- attack: delete inside a cte
with made as (delete from events returning *) select * from made order by entity_id
-- attack: export
export database '{inputs}/copy'
-- attack: import
import database '{inputs}'
-- attack: second statement
select 1 as entity_id order by entity_id; drop table events
-- attack: second statement behind a comment
select 1 as entity_id order by entity_id; /* harmless */ delete from events
-- attack: create table
create table stolen as select * from events
-- attack: create view over a table
create or replace temp view events as select 1
-- attack: create macro over a function
create temp macro lower(x) as 'changed'
-- attack: drop
drop table events
-- attack: alter
alter table events drop column actor_id
-- attack: truncate
truncate events
-- attack: set
set threads = 64
-- attack: set variable
set variable a = 1
-- attack: reset
reset threads
-- attack: pragma
pragma database_list
-- attack: call
call enable_logging()
-- attack: checkpoint
checkpoint
-- attack: vacuum
vacuum
-- attack: begin
begin transaction
-- attack: explain analyze
explain analyze select 1
-- attack: describe
describe events
-- attack: describe as a table
select * from (describe events) order by entity_id
-- attack: show
select * from (show all tables) order by entity_id
-- attack: summarize
summarize events
-- attack: getvariable
select getvariable('a') as entity_id order by entity_id
-- attack: query
select * from query('select 1 as entity_id') order by entity_id
-- attack: query_table
select * from query_table('events') order by entity_id
-- attack: current_setting
select current_setting('home_directory') as entity_id order by entity_id
-- attack: getenv
select getenv('HOME') as entity_id order by entity_id
-- attack: duckdb_settings
select name as entity_id from duckdb_settings() order by entity_id
-- attack: duckdb_secrets
select name as entity_id from duckdb_secrets() order by entity_id
-- attack: which_secret
select * from which_secret('s3://bucket', 's3') order by entity_id
-- attack: create secret
create secret s (type s3)
-- attack: information_schema
select table_name as entity_id from information_schema.tables order by entity_id
-- attack: pg_catalog
select relname as entity_id from pg_catalog.pg_class order by entity_id
-- attack: sqlite_master
select name as entity_id from sqlite_master order by entity_id
-- attack: duckdb_tables view
select table_name as entity_id from duckdb_tables order by entity_id
-- attack: pragma function
select * from pragma_table_info('events') order by entity_id
-- attack: another table of the connection
select * from customers order by entity_id
-- attack: a catalog before the table
select actor_id as entity_id from memory.main.events order by entity_id
-- attack: a schema before the table
select actor_id as entity_id from main.events order by entity_id
-- attack: a python variable
select * from secret_frame order by entity_id
-- attack: columns
select columns('.*_id') from events order by entity_id
-- attack: unpacked columns
select actor_id as entity_id, coalesce(*columns('.*_id')) from events order by entity_id
-- attack: star replace
select * replace (1 as actor_id), actor_id as entity_id from events order by entity_id
-- attack: pivot statement
pivot events on action using count(*)
-- attack: pivot in from
select * from events pivot (count(*) for action in ('like')) order by entity_id
-- attack: unpivot in from
select * from events unpivot (v for n in (actor_id, action)) order by entity_id
-- attack: recursive bomb
with recursive bomb as (select 1 as n union all select n + 1 from bomb) select n as entity_id from bomb order by entity_id
-- attack: recursive bomb that doubles
with recursive bomb as (select 1 as n union all select a.n from bomb a, bomb b) select n as entity_id from bomb order by entity_id
-- attack: recursive with a key
with recursive bomb(a, n) using key (a) as (select 1, 1 union select a, n + 1 from bomb) select n as entity_id from bomb order by entity_id
-- attack: scalar bomb
select repeat(actor_id, 1000000000) as entity_id from events order by entity_id
-- attack: padded bomb
select lpad('x', 2000000000, 'x') as entity_id order by entity_id
-- attack: positional join
select actor_id as entity_id from events positional join accounts order by entity_id
-- attack: asof join
select actor_id as entity_id from events asof join accounts on event_time >= created_at order by entity_id
-- attack: natural join
select actor_id as entity_id from events natural join accounts order by entity_id
-- attack: tablesample
select actor_id as entity_id from events tablesample 10% order by entity_id
-- attack: using sample
select actor_id as entity_id from events using sample 10 rows
-- attack: random
select actor_id as entity_id from events where random() < 0.5 order by entity_id
-- attack: uuid
select uuid() as entity_id order by entity_id
-- attack: nextval
select nextval('s') as entity_id order by entity_id
-- attack: now
select actor_id as entity_id from events where event_time > now() order by entity_id
-- attack: current_date
select actor_id as entity_id from events where event_time > current_date order by entity_id
-- attack: localtimestamp
select localtimestamp as entity_id order by entity_id
-- attack: quoted current_user
select "current_user" as entity_id order by entity_id
-- attack: session_user
select session_user as entity_id order by entity_id
-- attack: approximate count
select approx_count_distinct(actor_id) as entity_id from events order by entity_id
-- attack: engine hash
select hash(actor_id) as entity_id from events order by entity_id
-- attack: any value
select any_value(actor_id) as entity_id from events order by entity_id
-- attack: unordered list
select string_agg(actor_id, ',') as entity_id from events order by entity_id
-- attack: row place
select rowid as entity_id from events order by entity_id
-- attack: file name of a row
select filename as entity_id from events order by entity_id
-- attack: arrow lambda
select list_transform([1], x -> x + 1) as entity_id order by entity_id
-- attack: list comprehension
select [x + 1 for x in [1, 2]] as entity_id order by entity_id
-- attack: lambda that hides a function
select list_filter(['a'], lambda x: getenv(x) is not null) as entity_id order by entity_id
-- attack: comment that hides a call
select /* lower( */ getenv /* ) */ ('HOME') as entity_id order by entity_id
-- attack: line comment that hides a semicolon
select actor_id as entity_id from events -- ;
; delete from events where true or $since = $until
-- attack: from first
from read_text('{secret}') select content as entity_id order by entity_id
-- attack: from only
from '{secret}'
-- attack: table statement
table customers
-- attack: unicode escape
select * from U&"\0072ead_text"('{secret}') order by entity_id
-- attack: wide letters
select * from ｒead_text('{secret}') order by entity_id
-- attack: invisible letter
select * from ev​ents order by entity_id
-- attack: union by name
select actor_id as entity_id from events union all by name select account_id from accounts order by entity_id
-- attack: read in the second half of a union
select actor_id as entity_id from events union all select content from read_text('{secret}') order by entity_id
-- attack: collation
select actor_id collate de as entity_id from events order by entity_id
-- attack: time zone
select actor_id as entity_id, event_time at time zone 'Asia/Tokyo' as first_seen from events order by entity_id
-- attack: a cast to a time with zone
select actor_id as entity_id, cast(event_time as timestamptz) as first_seen from events order by entity_id
-- attack: a cast to a type of the catalog
select cast('events' as regclass) as entity_id order by entity_id
-- attack: division by zero
select actor_id as entity_id, 1 / value as score from events order by entity_id
-- attack: undeclared parameter
select actor_id as entity_id from events where actor_id = $whoever order by entity_id
-- attack: numbered parameter
select actor_id as entity_id from events where actor_id = ? order by entity_id
-- attack: cte named as a table
with events as (select 1 as actor_id) select actor_id as entity_id from events order by entity_id
-- attack: cte used before it is there
with a as (select * from b), b as (select 1 as actor_id) select actor_id as entity_id from a order by entity_id
-- attack: materialized
with a as materialized (select actor_id from events) select actor_id as entity_id from a order by entity_id
-- attack: old version of a table
select actor_id as entity_id from events at (version => 1) order by entity_id
-- attack: no order
select actor_id as entity_id from events
-- attack: order by something else
select actor_id as entity_id, 1 as score from events order by score
-- attack: try hides an error
select try(actor_id) as entity_id from events order by entity_id
-- attack: limit in percent
select actor_id as entity_id from events order by entity_id limit 10%
-- attack: positional reference
select actor_id as entity_id from events where #1 = 'a' order by entity_id
-- attack: write_log
select write_log('x') as entity_id order by entity_id
-- attack: error
select error('x') as entity_id order by entity_id
