-- tokens: what some accounts use: one row per account, kind of thing and thing, with how often
--
-- $accounts: whose. Tags, links and mentions are those of what they made in the window.
with member as (
    select unnest($accounts) as account_id
),

act as (
    select actor_id as account_id, action, surface, market, language, app_id, asn
    from events
    where event_time >= $since and event_time < $until and actor_id in (select account_id from member)
),

thing as (
    select content_id, author_id as account_id
    from content
    where created_at >= $since and created_at < $until and author_id in (select account_id from member)
),

used as (
    select account_id, 'action' as kind, action as token from act
    union all
    select account_id, 'surface' as kind, surface as token from act
    union all
    select account_id, 'market' as kind, market as token from act
    union all
    select account_id, 'language' as kind, language as token from act
    union all
    select account_id, 'app' as kind, app_id as token from act
    union all
    select account_id, 'network' as kind, 'AS' || cast(asn as varchar) as token from act
    union all
    select account_id, 'tag' as kind, lower(tag) as token
    from thing
    inner join content_tags on content_tags.content_id = thing.content_id
    union all
    select account_id, 'link domain' as kind, domain as token
    from thing
    inner join content_links on content_links.content_id = thing.content_id
)

select account_id, kind, token, count(*) as uses
from used
where token is not null
group by account_id, kind, token
order by account_id, kind, token
