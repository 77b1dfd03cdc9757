-- accounts that use the same sound
select
    author_id as actor_id,
    audio_id as object,
    epoch_us(created_at) as t_us,
    market,
    language,
    content_id as row_id,
    content_id as post_id
from content
where audio_id is not null and created_at >= $since and created_at < $until
