-- content_tags: the tags of a thing, in the order written
create table content_tags (
    content_id varchar not null,                    -- the thing (content.content_id)
    pos        integer not null check (pos >= 0),   -- place in the text, from 0
    tag        varchar not null,                    -- tag without its sign (hostile)
    primary key (content_id, pos)
);
