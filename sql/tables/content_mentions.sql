-- content_mentions: the accounts a thing names
create table content_mentions (
    content_id varchar not null,  -- the thing (content.content_id)
    account_id varchar not null,  -- the account named
    primary key (content_id, account_id)
);
