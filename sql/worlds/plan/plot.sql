-- plot: every planted act, filled by waves/*.sql and innocents/*.sql; `wave_id` is NULL for innocents and camouflage
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
    script varchar
);
