-- accounts that post the same tags in the same order; one tag alone is a topic, not a sequence
select
    content.author_id as actor_id,
    sequence.tags as object,
    epoch_us(content.created_at) as t_us,
    content.market,
    content.language,
    content.content_id as row_id,
    content.content_id as post_id
from content
join (
    select content_id, string_agg(lower(tag), ' ' order by pos) as tags
    from content_tags
    group by content_id
    having count(*) >= 2
) as sequence on sequence.content_id = content.content_id
where content.created_at >= $since and content.created_at < $until
