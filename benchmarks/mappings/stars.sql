-- stars: stars that StarScout suspects to be bought (2022-01 … 2024-07, one-second times)
-- Run from the data folder; every statement is one table of the contract.
-- Only suspected stars are in the file: it has no honest side, so nothing here measures precision.
-- The months, totals and behaviour counts beside it are sums, not acts: the contract has no table for them.

create view events as
select
    event_id,
    ts as event_time,  -- UTC as published
    actor_id,
    'like' as action,  -- a star
    target_type,
    target_id,
    'gh:' || split_part(target_id, '/', 1) as target_account_id,  -- a repository's name begins with its owner
    surface  -- the same for every row
    -- the publisher gives no market: left NULL, not guessed
from 'suspect_star_events.parquet';
