-- content_links: addresses named in a text
select
    content_id,
    'https://' || regexp_extract(lower(text), '[a-z0-9-]+\.example(/[0-9]+)?') as url_norm,
    regexp_extract(lower(text), '[a-z0-9-]+\.example') as domain
from text
where contains(lower(text), '.example')
order by content_id
