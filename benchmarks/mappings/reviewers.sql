-- reviewers: what people answered when asked whether an account is a bot
-- Run from the data folder; every statement is one table of the contract.
-- The truth (the bots were bought) is not mapped: it is not anybody's label, and the contract has no table for it.

create view labels as
select
    '2021:' || answer_id as label_id,
    'account' as entity_type,
    entity_id,
    'fake_engagement' as abuse_type,  -- the bots are what markets sell as likes and followers
    case answer_norm when 'BOT' then '1' when 'USER' then '0' else 'unsure' end as value,
    ts as labelled_at,  -- UTC as published
    'human' as source,
    annotator_id as labeller_hash,
    '2021:' || condition as sample_id
from 'answers_2021.parquet'
union all
select
    '2022:' || answer_id,
    'account',
    entity_id,
    'fake_engagement',
    case answer_norm when 'BOT' then '1' when 'USER' then '0' else 'unsure' end,
    ts,
    'human',
    annotator_id,
    '2022'
from 'answers_2022.parquet';
