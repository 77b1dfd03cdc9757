-- enforcements: one row per act of moderation
create table enforcements (
    enforcement_id varchar not null primary key,  -- identity of the decision
    enforced_at    timestamp not null             -- when, UTC
        check (enforced_at >= timestamp '1990-01-01'),
    target_type    varchar not null,              -- kind of thing enforced on
    target_id      varchar not null,              -- the thing enforced on
    action         varchar not null,              -- remove, label, limit, suspend, ban, restore …
    policy_id      varchar,                       -- the rule applied
    harm_type      varchar,                       -- harm in the policy's words
    source         varchar,                       -- auto, report, human, trusted_flagger, order
    detector_id    varchar,                       -- detector that led to it
    reviewer_hash  varchar,                       -- pseudonymous reviewer
    mitigation_id  varchar,                       -- programme it belongs to (mitigations.mitigation_id)
    market         varchar,                       -- country, ISO 3166-1 alpha-2
    appealed_at    timestamp,                     -- when it was contested, UTC
    appeal_outcome varchar                        -- pending, upheld (decision stands), overturned
        check (appeal_outcome in ('pending', 'upheld', 'overturned')),
    reversed_at    timestamp                      -- when it was undone, UTC
);
