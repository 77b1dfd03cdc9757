-- accounts that write the same words
select
    author_id as actor_id,
    text_key as object,
    epoch_us(created_at) as t_us,
    market,
    language,
    content_id as row_id,
    content_id as post_id
from content
where text_key is not null and created_at >= $since and created_at < $until
