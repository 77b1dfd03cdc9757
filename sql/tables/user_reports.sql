-- user_reports: one row per report a user filed
create table user_reports (
    report_id         varchar not null primary key,  -- identity of the report
    reported_at       timestamp not null             -- when, UTC
        check (reported_at >= timestamp '1990-01-01'),
    reporter_id       varchar not null,              -- account that reported
    target_type       varchar,                       -- kind of thing reported
    target_id         varchar not null,              -- the thing reported
    target_account_id varchar,                       -- its owner
    reason_code       varchar,                       -- reason the reporter chose
    surface           varchar,                       -- where in the product
    market            varchar,                       -- country, ISO 3166-1 alpha-2
    outcome           varchar                        -- pending, upheld, rejected, duplicate
        check (outcome in ('pending', 'upheld', 'rejected', 'duplicate')),
    decided_at        timestamp,                     -- when it was decided, UTC
    enforcement_id    varchar                        -- what followed (enforcements.enforcement_id)
);
