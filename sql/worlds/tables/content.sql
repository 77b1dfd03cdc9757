-- content: what was made in one chunk
select
    content_id,
    'u' || public_number(actor) as author_id,
    moment as created_at,
    content_type,
    case when action in ('comment', 'reply') then 'v' || upload end as parent_id,
    case when action in ('comment', 'reply') then 'v' || upload end as root_id,
    text,
    -- one upload in sixty is taken down by its author in the days after
    coalesce(
        deleted_at,
        case when action = 'create' and die(n, 40, 60) = 0 then moment + after(0.001 + unit(n, 20), 20 * 86400) end
    ) as deleted_at,
    coalesce(media, case when action = 'create' then 'media-' || (n % 100000000000) end) as media_hash,
    coalesce(audio, case when content_type = 'video' then 'sound-' || cast(floor(3000 * power(unit(n, 8), 3)) as integer) end) as audio_id,
    case when content_type = 'video' then 5.0 + die(n, 16, 115) end as duration_s,
    surface,
    market,
    language
from text
order by created_at, content_id
