-- accounts that post the same picture or film
select
    author_id as actor_id,
    media_hash as object,
    epoch_us(created_at) as t_us,
    market,
    language,
    content_id as row_id,
    content_id as post_id
from content
where media_hash is not null and created_at >= $since and created_at < $until
