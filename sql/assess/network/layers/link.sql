-- accounts that post the same link
select
    content.author_id as actor_id,
    content_links.url_norm as object,
    epoch_us(content.created_at) as t_us,
    content.market,
    content.language,
    content.content_id as row_id,
    content.content_id as post_id
from content
join content_links on content_links.content_id = content.content_id
where content.created_at >= $since and content.created_at < $until
