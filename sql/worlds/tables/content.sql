-- content: what was made in one chunk
select
    content_id,
    'u' || public_number(actor) as author_id,
    moment as created_at,
    content_type,
    case when action in ('comment', 'reply') then 'v' || upload end as parent_id,
    case when action in ('comment', 'reply') then 'v' || upload end as root_id,
    text,
    case when action = 'create' then 'media-' || (n % 100000000000) end as media_hash,
    case when content_type = 'video' then 'sound-' || cast(floor(3000 * power(unit(n, 8), 3)) as integer) end as audio_id,
    case when content_type = 'video' then 5.0 + die(n, 16, 115) end as duration_s,
    surface,
    market,
    language
from text
order by created_at, content_id
