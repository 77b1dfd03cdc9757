-- link_ring: accounts that keep posting the same links within minutes of each other
--
-- abuse_type:  coordinated_inauthentic
-- entity:      account
-- severity:    high
-- status:      trial
-- requires:    content.author_id, content_links.content_id, content_links.url_norm
-- optional:    content_links.domain - every link counts as a site of its own, so the staff of one newspaper look like
--              a ring
-- score:       links met on, summed over the partners
-- hypothesis:  One operator feeds a list of links to accounts and pages that pretend to be strangers, so the same
--              accounts post the same links within minutes, again and again, and post little else.
-- benign:      At breaking news strangers post one link at once, and others the next time. Staff and feed readers of
--              one newspaper meet on one site. Creators post their sponsor's link when the campaign starts: one link
--              among many posts of their own.
-- blind_spots: Rings that push one site only (set min_domains to 1 and read the findings); a new short link for every
--              post; links slower than window_s; rings that hide among many own posts. There is no null model here.
-- source:      Coordinated link sharing behaviour: CooRnet (Giglietto et al. 2020)
-- next:        Look at who owns the sites (never open them); run copypasta and device_share on the accounts.
-- dsa:         NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE:MISINFORMATION_DISINFORMATION
-- disarm:      T0049, T0084.001
prepare link_ring as
with post as (
    select
        content.content_id,
        content.author_id as actor_id,
        content_links.url_norm,
        coalesce(content_links.domain, content_links.url_norm) as domain,
        epoch_us(content.created_at) as t_us
    from content_links
    join content using (content_id)
    where content.created_at >= $since and content.created_at < $until
),

turn as (
    -- whoever posted fewer than min_shared links cannot be tied to anybody
    select *, t_us // (cast($window_s as bigint) * 1000000) as bucket
    from post
    where actor_id in (select actor_id from post group by actor_id having count(distinct url_norm) >= $min_shared)
),

meeting as (
    -- posts at most one window apart lie in one bucket or in two neighbouring ones: nothing is missed
    select
        one.actor_id as a,
        other.actor_id as b,
        one.url_norm,
        min(one.domain) as domain,
        min(one.t_us) as a_us,
        min(other.t_us) as b_us,
        min(abs(one.t_us - other.t_us)) as lag_us
    from (select *, unnest([bucket - 1, bucket, bucket + 1]) as near from turn) as one
    join turn as other
        on other.url_norm = one.url_norm
        and other.bucket = one.near
        and other.actor_id > one.actor_id
        and abs(other.t_us - one.t_us) <= cast($window_s as bigint) * 1000000
    group by one.actor_id, other.actor_id, one.url_norm
),

tie as (
    -- colleagues meet on the site of their house; an operator serves several
    select
        a,
        b,
        count(*) as weight,
        count(distinct domain) as domains,
        round(median(lag_us) / 1000000, 4) as median_lag_s
    from meeting
    group by a, b
    having count(*) >= $min_shared and count(distinct domain) >= $min_domains
),

side as (
    select a as actor_id, b as partner_id, url_norm, domain, a_us as t_us, lag_us from meeting semi join tie using (a, b)
    union all
    select b, a, url_norm, domain, b_us, lag_us from meeting semi join tie using (a, b)
),

written as (
    select author_id as actor_id, count(*) as posts
    from content
    where author_id in (select actor_id from side) and created_at >= $since and created_at < $until
    group by author_id
),

ring as (
    -- a reader of the news writes about much else; a hired account posts its list
    select
        actor_id,
        count(*) as meetings,
        make_timestamp(min(t_us)) as first_seen,
        make_timestamp(max(t_us)) as last_seen,
        count(distinct partner_id) as partners,
        count(distinct url_norm) as shared_links,
        count(distinct domain) as domains,
        posts,
        round(median(lag_us) / 1000000, 4) as median_lag_s
    from side
    join written using (actor_id)
    group by actor_id, posts
    having count(distinct partner_id) >= $min_partners
        and count(distinct url_norm) * 100 >= posts * $min_shared_percent
),

evidence as (
    select side.actor_id as entity_id, post.content_id, count(distinct side.partner_id) as partners_met
    from side
    semi join ring using (actor_id)
    join post using (actor_id, url_norm, t_us)
    group by side.actor_id, post.content_id
)

select
    actor_id as entity_id,
    meetings as score,
    first_seen,
    last_seen,
    partners,
    shared_links,
    domains,
    posts,
    round(shared_links / nullif(posts, 0), 4) as shared_ratio,
    median_lag_s
from ring
order by score desc, entity_id;

execute link_ring(
    since              := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until              := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s           := 300,                     -- posts of one link at most this many seconds apart are a meeting [1..86400]
    min_shared         := 4,                       -- links two accounts must meet on [1..1000]
    min_domains        := 2,                       -- different sites those links must lie on [1..1000]
    min_partners       := 2,                       -- accounts an account must be tied to [1..1000]
    min_shared_percent := 20                       -- links it met partners on, in percent of all its posts [0..100]
);
