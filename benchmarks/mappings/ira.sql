-- ira: tweets of Internet Research Agency accounts (2016-09 … 2016-11, one-minute times)
-- Run from the data folder; every statement is one table of the contract.
-- Every account is a troll: the file has no honest side, so nothing here measures precision.
-- The four kinds of account are not mapped: they are the researchers' labels, published without the time they were given.

create view events as
select
    event_id,
    ts as event_time,  -- UTC as published
    actor_id,
    case action when 'retweet' then 'repost' when 'quote' then 'share' else 'create' end as action,
    -- a post acts on nothing: its link is in content_links
    case when action <> 'post' then target_type end as target_type,
    case when action <> 'post' then target_id end as target_id,  -- the link in it, or its words where it has none
    case when action <> 'retweet' then event_id end as content_id,
    surface,  -- the same for every row
    case market  -- what the account said of itself
        when 'United States' then 'US'
        when 'United Kingdom' then 'GB'
        when 'Russian Federation' then 'RU'
        when 'Mexico' then 'MX'
    end as market,
    case lang
        when 'English' then 'en' when 'French' then 'fr' when 'Italian' then 'it' when 'Spanish' then 'es'
        when 'Vietnamese' then 'vi' when 'Norwegian' then 'no' when 'German' then 'de' when 'Romanian' then 'ro'
        when 'Farsi (Persian)' then 'fa' when 'Dutch' then 'nl' when 'Estonian' then 'et' when 'Arabic' then 'ar'
        when 'Albanian' then 'sq' when 'Portuguese' then 'pt' when 'Icelandic' then 'is' when 'Uzbek' then 'uz'
        when 'Croatian' then 'hr' when 'Japanese' then 'ja' when 'Swedish' then 'sv' when 'Catalan' then 'ca'
        when 'Finnish' then 'fi' when 'Polish' then 'pl' when 'Lithuanian' then 'lt' when 'Latvian' then 'lv'
        when 'Kurdish' then 'ku' when 'Turkish' then 'tr' when 'Malay' then 'ms' when 'Tagalog (Filipino)' then 'tl'
        when 'Hungarian' then 'hu' when 'Hindi' then 'hi' when 'Russian' then 'ru' when 'Slovak' then 'sk'
        when 'Czech' then 'cs' when 'Danish' then 'da' when 'Slovenian' then 'sl' when 'Somali' then 'so'
        when 'Indonesian' then 'id' when 'Korean' then 'ko' when 'Thai' then 'th' when 'Bulgarian' then 'bg'
        when 'Hebrew' then 'he' when 'Greek' then 'el' when 'Urdu' then 'ur' when 'Ukrainian' then 'uk'
    end as language,
    harvested_ts as ingested_at
from 'events_2016q3q4_en.parquet';

create view content as
select
    event_id as content_id,
    actor_id as author_id,
    ts as created_at,
    'post' as content_type,
    content as text,
    surface
from 'events_2016q3q4_en.parquet'
where action <> 'retweet';  -- a retweet repeats somebody else's words: it makes no content

create view content_links as
select
    event_id as content_id,
    target_id as url_norm,
    split_part(target_id, '/', 3) as domain  -- always the shortener
from 'events_2016q3q4_en.parquet'
where action <> 'retweet' and target_type = 'url';

create view content_tags as
select
    event_id as content_id,
    unnest(range(len(hashtags))) as pos,
    ltrim(unnest(hashtags), '#') as tag
from 'events_2016q3q4_en.parquet'
where action <> 'retweet';

create view accounts as
select
    actor_id as account_id,
    arg_max(followers, harvested_ts) as followers,  -- as last harvested
    arg_max(following, harvested_ts) as following
from 'events_2016q3q4_en.parquet'
group by actor_id;  -- no created_at is published
