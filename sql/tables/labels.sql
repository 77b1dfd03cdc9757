-- labels: what a reviewer, a rule or an appeal said about an entity
create table labels (
    label_id       varchar not null primary key,  -- identity of the label
    entity_type    varchar not null,              -- account, content, device, network, target
    entity_id      varchar not null,              -- the entity judged
    abuse_type     varchar not null,              -- the abuse asked about: was the entity used for it, by whomever?
    value          varchar not null check (value in ('0', '1', 'unsure')),  -- 1 = it was
    done_by        varchar check (done_by in ('owner', 'intruder')),  -- of an account with value 1: its owner, or who took it over
    labelled_at    timestamp not null,            -- when, UTC
    source         varchar check (source in ('human', 'llm', 'rule', 'appeal')),  -- who judged
    labeller_hash  varchar,                       -- pseudonymous reviewer
    policy_version varchar,                       -- the rule book in force
    sample_id      varchar,                       -- the draw it belongs to
    inclusion_prob double check (inclusion_prob > 0 and inclusion_prob <= 1),  -- chance of having been drawn
    weight         double check (weight >= 0 and isfinite(weight)),            -- design weight
    evidence_ref   varchar                        -- where the reasons are kept
);
