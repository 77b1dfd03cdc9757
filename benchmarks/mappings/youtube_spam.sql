-- youtube_spam: comments on five music videos (2013 … 2015)
-- Run from the data folder; every statement is one table of the contract.
-- The spam labels are not mapped: the contract asks when a label was given and the publisher does not say.

create view events as
select
    comment_id as event_id,  -- three comments stand twice in the file: the second copy is quarantined
    ts as event_time,  -- UTC as published; 245 rows have none and are quarantined, not dated
    actor_id,
    action,  -- every row is a comment
    target_type,
    target_id,
    comment_id as content_id,
    target_id as root_id,
    surface  -- the same for every row
    -- the publisher gives no market: left NULL, not guessed
from 'events.parquet';

create view content as
select
    comment_id as content_id,
    actor_id as author_id,
    ts as created_at,
    'comment' as content_type,
    target_id as root_id,
    content as text,  -- HTML entities as published
    surface
from 'events.parquet';
