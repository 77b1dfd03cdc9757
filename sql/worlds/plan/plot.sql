-- plot: every planted act, filled by waves/*.sql and innocents/*.sql; `wave_id` is NULL for innocents and camouflage
--
-- An act of `create` without an upload makes a video of its own with `script` as its words; comment, reply and message
-- make one too. `link`, `tags` (in order), `media`, `audio` and `deleted_at` describe what the act made, `app` is the
-- token it came through; `views` is how often the thing was seen for it (NULL: a dozen times for people, once for a bot).
-- An `undo` repeats the upload or peer of the act it takes back.
create table plot (
    wave_id varchar,
    moment timestamp not null,
    actor bigint not null,
    action varchar not null,
    upload bigint,
    peer bigint,
    status varchar,
    value double,
    device bigint,
    network bigint,
    asn integer,
    client integer,
    surface varchar,
    market_no bigint,
    script varchar,
    app varchar,
    link varchar,
    tags varchar[],
    media varchar,
    audio varchar,
    deleted_at timestamp,
    views bigint
);
