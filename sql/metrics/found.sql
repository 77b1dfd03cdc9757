-- found: the rows behind the findings of each day's run
create or replace temp table trendkit_daily_found (day date, entity_id varchar, act_id varchar)
