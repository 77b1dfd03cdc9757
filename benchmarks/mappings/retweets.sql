-- retweets: CooRTweet's `russian_coord_tweets` (2021-01-17 … 2021-08-30, one-second times)
-- Run from the data folder; every statement is one table of the contract.

create view events as
select
    -- 39 retweets name two originals: the act is the pair, the post is the publisher's id
    event_id || ':' || target_id as event_id,
    ts as event_time,  -- UTC as published
    actor_id,
    'repost' as action,  -- every row is a retweet
    target_type,
    target_id,
    event_id as content_id,
    surface  -- the same for every row
    -- market is left out: it holds one value on every row, the name of the collection, which says nothing of an account
from 'russian_events.parquet';
