-- events: one row per act of an account
--
-- The only table every detector family starts from. Identifiers of people, devices and networks arrive already
-- pseudonymous (`*_hash`, truncated prefixes): trendkit never needs the raw ones. Times are UTC.
create table events (
    event_id          varchar not null primary key,  -- identity of the act
    event_time        timestamp not null             -- when it happened, UTC
        check (event_time >= timestamp '1990-01-01'),
    actor_id          varchar not null,              -- account that acted
    action            varchar not null               -- what it did: the closed list below, or your own as x_…
        check (action in (
            'signup', 'login', 'logout', 'credential_change', 'mfa_change', 'profile_update',
            'create', 'update', 'delete', 'view', 'like', 'dislike', 'repost', 'share', 'save', 'rate',
            'follow', 'block', 'mute', 'invite', 'accept', 'message', 'mention', 'reply', 'comment',
            'join', 'leave', 'gift', 'purchase', 'refund', 'undo'
        ) or action like 'x\_%' escape '\'),
    target_type       varchar,                       -- kind of thing acted on: account, video, comment, vendor …
    target_id         varchar,                       -- the thing acted on
    target_account_id varchar,                       -- account that owns or receives the target
    content_id        varchar,                       -- what the actor created by this act (content.content_id)
    parent_id         varchar,                       -- what a reply or comment answers
    root_id           varchar,                       -- the thread it belongs to
    status            varchar,                       -- ok, fail, blocked, accepted …
    value             double                         -- seconds watched, amount paid, stars given
        check (isfinite(value)),
    session_id        varchar,                       -- client session
    device_id_hash    varchar,                       -- pseudonymous device
    ip_prefix         varchar,                       -- network prefix (/24 or /48)
    asn               integer,                       -- autonomous system of the network
    client_hash       varchar,                       -- user agent or build, hashed
    app_id            varchar,                       -- application or API token that acted
    surface           varchar,                       -- where in the product: feed, live, search …
    market            varchar,                       -- country, ISO 3166-1 alpha-2
    language          varchar,                       -- BCP 47
    ingested_at       timestamp,                     -- when the row reached the warehouse, UTC
    event_date        date generated always as (cast(event_time as date)),     -- UTC day
    t_us              bigint generated always as (epoch_us(event_time))        -- microseconds since 1970, for windows
);
