-- content: one row per thing an account made
create table content (
    content_id   varchar not null primary key,  -- identity of the thing
    author_id    varchar not null,              -- account that made it
    created_at   timestamp not null             -- when, UTC
        check (created_at >= timestamp '1990-01-01'),
    content_type varchar,                       -- video, photo, comment, reply, live, message, profile
    parent_id    varchar,                       -- what it answers
    root_id      varchar,                       -- the thread it belongs to
    deleted_at   timestamp,                     -- when it was removed, UTC
    text         varchar,                       -- words as typed (hostile; masked wherever it is shown)
    text_norm    varchar,                       -- made at ingest: its letters, look-alikes and tricks undone, numbers apart (hostile; masked like text)
    text_key     varchar,                       -- made at ingest: hash of text_norm; equal keys mean near-equal texts
    text_length  integer,                       -- made at ingest: letters and digits that are left after normalising
    media_hash   varchar,                       -- perceptual hash of the media
    audio_id     varchar,                       -- sound or track used
    duration_s   double check (duration_s >= 0 and isfinite(duration_s)),  -- length in seconds
    surface      varchar,                       -- where it was published
    market       varchar,                       -- country, ISO 3166-1 alpha-2
    language     varchar                        -- BCP 47
);
