-- exposure_daily: how often a thing was seen; the denominator of prevalence
create table exposure_daily (
    date           date not null,                             -- UTC day
    content_id     varchar not null,                          -- the thing seen
    market         varchar not null default '',               -- country of the viewers
    surface        varchar not null default '',               -- where in the product
    views          bigint not null check (views >= 0),        -- times shown
    unique_viewers bigint check (unique_viewers >= 0),        -- accounts that saw it
    watch_s        double check (watch_s >= 0 and isfinite(watch_s)),  -- seconds watched
    primary key (date, content_id, market, surface)
);
