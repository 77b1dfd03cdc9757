-- content_tags: up to three tags on an upload, or those an act carries
with tagged as (
    select content_id, n, tags, unnest(range(coalesce(len(tags), die(n, 5, 4)))) as pos
    from text
    where action = 'create' or tags is not null
)
select
    content_id,
    cast(pos as integer) as pos,
    case
        when tags is not null then tags[1 + pos]
        when die(n, 12, 3000) = 0 then '<b>tag'
        else ['fyp', 'music', 'food', 'robot', 'match', 'travel', 'diy', 'dance'][1 + (die(n, 20, 8) + pos) % 8]
            || cast(floor(40 * power(unit(n, 30), 3)) as integer)
    end as tag
from tagged
order by content_id, pos
