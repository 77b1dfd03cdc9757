-- followers: followers of Instagram profiles as they stood when they were read; no acts and no times
-- Run from the data folder; every statement is one table of the contract.
-- The labels are not mapped: the contract asks when a label was given and the publisher does not say.

create view accounts as
select
    entity_id as account_id,  -- two accounts stand in both files: one copy is quarantined
    n_followers as followers,
    n_following as following
from 'labelled.parquet'
union all
select
    entity_id,
    cast(n_followers as bigint),  -- whole numbers, published as floats
    cast(n_following as bigint)
from 'unlabelled.parquet';
