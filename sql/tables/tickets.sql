-- tickets: one row per escalation or support case
create table tickets (
    ticket_id         varchar not null primary key,  -- identity of the ticket
    opened_at         timestamp not null             -- when, UTC
        check (opened_at >= timestamp '1990-01-01'),
    queue             varchar,                       -- team or list it waits in
    priority          varchar,                       -- urgency given
    market            varchar,                       -- country, ISO 3166-1 alpha-2
    language          varchar,                       -- BCP 47
    topic             varchar,                       -- what it is about
    account_id        varchar,                       -- account concerned
    content_id        varchar,                       -- thing concerned
    first_response_at timestamp,                     -- first answer, UTC
    resolved_at       timestamp,                     -- end, UTC; NULL while open
    sla_due_at        timestamp,                     -- promised end, UTC
    escalated_at      timestamp,                     -- when it was passed up, UTC
    reopened          integer check (reopened >= 0), -- times reopened
    csat              integer check (csat between 1 and 5),  -- satisfaction, 1 to 5
    case_id           varchar                        -- investigation it feeds
);
