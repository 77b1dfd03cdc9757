-- accounts: one row per account, as last known
create table accounts (
    account_id         varchar not null primary key,  -- identity of the account
    created_at         timestamp                      -- when it was registered, UTC
        check (created_at >= timestamp '1990-01-01'),
    deleted_at         timestamp,                     -- when it was deleted, UTC
    status             varchar,                       -- active, suspended, banned
    handle             varchar,                       -- public name as typed (written by its owner: hostile)
    display_name       varchar,                       -- free name (hostile)
    bio_hash           varchar,                       -- hash of the profile text
    avatar_hash        varchar,                       -- perceptual hash of the picture
    email_domain       varchar,                       -- part behind the @
    email_hash         varchar,                       -- pseudonymous normalised address
    phone_prefix       varchar,                       -- country and operator prefix
    phone_hash         varchar,                       -- pseudonymous number
    signup_ip_prefix   varchar,                       -- network at registration
    signup_asn         integer,                       -- autonomous system at registration
    signup_device_hash varchar,                       -- device at registration
    inviter_id         varchar,                       -- account that invited it
    verified           boolean,                       -- identity checked by the platform
    account_type       varchar,                       -- person, business, creator …
    market             varchar,                       -- country, ISO 3166-1 alpha-2
    language           varchar,                       -- BCP 47
    followers          bigint check (followers >= 0), -- accounts that follow it
    following          bigint check (following >= 0)  -- accounts it follows
);
