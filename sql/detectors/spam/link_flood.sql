-- link_flood: accounts that put links to one domain under the posts of many strangers, alone or as a set
--
-- abuse_type:  spam
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.action, events.content_id, events.target_account_id, content_links.domain
-- acts:        reply, comment, mention
-- score:       links to the domain under the posts of strangers by all accounts of the set
-- hypothesis:  Reach is stolen from others: a few accounts, each below the rate rule, answer whatever is fresh with a link
--              to one domain, under authors who have nothing in common and never asked.
-- benign:      A local news bot posts its own domain on its own profile; creators link their shop under their own
--              uploads; a support desk links its help page to those who wrote to it first; a popular domain is linked by
--              many people, each now and then.
-- blind_spots: Links behind a shortener or a popular host, unless its real domain is resolved at ingest; a new domain for
--              every link; links in messages (see cold_contact) or in the profile.
-- source:      Bluesky publishes a rule of 20 links a day in replies; Gao et al., IMC 2010 (spam campaigns by link)
-- next:        Block the domain first, then look at the accounts with device_share and copypasta.
-- dsa:         OTHER_VIOLATION_TC
-- disarm:      T0049
prepare link_flood as
with link as (
    select distinct content_id, domain
    from content_links
    where domain is not null
),

answer as (
    -- under the post of somebody else
    select events.content_id, events.actor_id, events.target_account_id as owner_id, events.t_us, link.domain
    from events
    join link on link.content_id = events.content_id
    where events.event_time >= $since and events.event_time < $until
        and events.action in ('reply', 'comment', 'mention')
        and events.target_account_id <> events.actor_id
),

eager as (
    select actor_id, domain
    from answer
    group by actor_id, domain
    having count(*) >= $min_each
),

asked as (
    -- whom the author had spoken to before is no stranger
    select answer.actor_id, answer.owner_id, min(question.t_us) as first_us
    from answer
    semi join eager using (actor_id, domain)
    join events as question
        on question.actor_id = answer.owner_id and question.target_account_id = answer.actor_id
    where question.event_time >= $since - interval 1 day * $history_d and question.event_time < $until
        and question.action in ('reply', 'comment', 'mention', 'message')
    group by answer.actor_id, answer.owner_id
),

cold as (
    select answer.*
    from answer
    semi join eager using (actor_id, domain)
    left join asked on asked.actor_id = answer.actor_id and asked.owner_id = answer.owner_id
    where asked.first_us is null or asked.first_us >= answer.t_us
),

pace as (
    select
        *,
        count(*) over (
            partition by actor_id, domain order by t_us range between $window_h * 3600000000 preceding and current row
        ) as links_in_window
    from cold
),

unasked as (
    select *
    from (
        select
            *,
            max(links_in_window) over (
                partition by actor_id, domain order by t_us range between current row and $window_h * 3600000000 following
            ) as fullest
        from pace
    ) as reach
    where fullest >= $min_each
),

popular as (
    select domain, count(*) as all_links
    from answer
    group by domain
),

poster as (
    -- from one author to the next, not on and on with the same
    select
        domain,
        actor_id,
        count(*) as own_links,
        count(distinct owner_id) as authors,
        min(t_us) as first_us,
        max(t_us) as last_us
    from unasked
    group by domain, actor_id
    having count(distinct owner_id) * 100 >= count(*) * $min_spread_pct
),

flooded as (
    -- the domain lives on these accounts
    select
        poster.domain,
        sum(poster.own_links) as links,
        count(*) as accounts,
        max(popular.all_links) as all_links
    from poster
    join popular on popular.domain = poster.domain
    group by poster.domain
    having sum(poster.own_links) >= $min_links
        and sum(poster.own_links) * 100 >= max(popular.all_links) * $min_share_pct
),

evidence as (
    select events.actor_id as entity_id, events.event_id
    from events
    semi join (
        select *
        from unasked
        semi join poster using (domain, actor_id)
        semi join flooded using (domain)
    ) as flood
        on flood.actor_id = events.actor_id and flood.content_id = events.content_id and flood.t_us = events.t_us
    where events.event_time >= $since and events.event_time < $until
        and events.action in ('reply', 'comment', 'mention')
),

part as (
    select
        poster.*,
        flooded.links,
        flooded.accounts,
        flooded.all_links,
        row_number() over (partition by poster.actor_id order by flooded.links desc, poster.domain) as place,
        count(*) over (partition by poster.actor_id) as domains
    from poster
    join flooded on flooded.domain = poster.domain
)

select
    actor_id as entity_id,
    cast(links as bigint) as score,
    make_timestamp(first_us) as first_seen,
    make_timestamp(last_us) as last_seen,
    domain,
    own_links,
    authors,
    domains,
    accounts,
    round(links / nullif(all_links, 0), 4) as share_of_domain
from part
where place = 1
order by score desc, entity_id;

execute link_flood(
    since          := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until          := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_h       := 24,                      -- length of the window in hours, both ends included [1..168]
    min_each       := 8,                       -- links to one domain that an account must post within a window [1..10000]
    min_links      := 20,                      -- links to the domain that such accounts must post together [1..1000000]
    min_spread_pct := 50,                      -- different authors per 100 links of an account [1..100]
    min_share_pct  := 50,                      -- per cent of all links to the domain that come from these accounts [0..100]
    history_d      := 28                       -- days before since in which an author may have spoken to the account first [0..366]
);
