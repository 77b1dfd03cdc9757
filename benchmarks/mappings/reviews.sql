-- reviews: ratings of vendors on one marketplace (2003-05 … 2008-02, one-minute times)
-- Run from the data folder; every statement is one table of the contract.

create view events as
select
    event_id,
    ts as event_time,  -- UTC as published
    actor_id,
    'rate' as action,  -- every row is a review with stars
    target_type,
    target_id,
    rating as value,  -- 0 to 5 stars
    surface  -- the same for every row
    -- the publisher gives no market and no words: left NULL, not guessed
from 'events.parquet';
