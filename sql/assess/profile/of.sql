-- of: the rows of some accounts
select * from ({query}) as measured
where entity_id in (select unnest($accounts))
order by {key}
