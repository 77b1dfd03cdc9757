-- early content: uploads of the five days before the first event
with early as (
    select *, noise('text', upload) as n
    from upload
    where moment < world_start()
)
select
    'v' || early.upload as content_id,
    'u' || public_number(early.author) as author_id,
    early.moment as created_at,
    case when upload_no % 5 = 0 then 'live' else 'video' end as content_type,
    cast(null as varchar) as parent_id,
    cast(null as varchar) as root_id,
    remark(tongue.words, n) as text,
    cast(null as timestamp) as deleted_at,
    'media-' || (n % 100000000000) as media_hash,
    case when upload_no % 5 <> 0 then 'sound-' || cast(floor(3000 * power(unit(n, 8), 3)) as integer) end as audio_id,
    case when upload_no % 5 <> 0 then 5.0 + die(n, 16, 115) end as duration_s,
    case when upload_no % 5 = 0 then 'live' else 'feed' end as surface,
    market.market,
    market.language
from early
inner join market on early.market_no = market.market_no
inner join tongue on market.language = tongue.language
order by created_at, content_id
