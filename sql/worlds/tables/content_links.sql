-- content_links: addresses named in a text, and those an act carries
with named as (
    select
        content_id,
        coalesce(link, 'https://' || regexp_extract(lower(text), '[a-z0-9-]+\.example(/[0-9]+)?')) as url_norm
    from text
    where link is not null or contains(lower(text), '.example')
)
select content_id, url_norm, regexp_extract(url_norm, '//([^/]+)', 1) as domain
from named
order by content_id
