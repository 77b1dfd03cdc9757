-- mitigations: what was done about a trend, and from when to when
create table mitigations (
    mitigation_id      varchar not null primary key,  -- identity of the measure
    case_id            varchar,                       -- investigation that proposed it
    launched_at        timestamp not null             -- start, UTC
        check (launched_at >= timestamp '1990-01-01'),
    ended_at           timestamp,                     -- end, UTC; NULL while in force
    kind               varchar not null,              -- friction, limit, block rule, sweep, education …
    scope_market       varchar,                       -- market it covers; NULL = all
    scope_surface      varchar,                       -- surface it covers; NULL = all
    target_metric      varchar,                       -- what it should move: a detector or metric
    expected_direction varchar check (expected_direction in ('down', 'up')),  -- how
    holdout_rule       varchar                        -- who is left out, for comparison
);
