-- content_links: the links in a thing
create table content_links (
    content_id varchar not null,  -- the thing (content.content_id)
    url_norm   varchar not null,  -- normalised address, never opened (hostile)
    domain     varchar,           -- registrable domain
    primary key (content_id, url_norm)
);
