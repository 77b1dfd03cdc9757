-- media_reuse: accounts that keep using the same pictures, clips and sounds, more often than their popularity explains
--
-- abuse_type:  coordinated_inauthentic
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    content.author_id
-- optional:    content.media_hash - cannot see pictures and clips used again
--              content.audio_id - cannot see sounds used again
--              content.market - chance is taken over the whole world, which makes neighbours look like a farm
-- score:       media shared, summed over the partners
-- hypothesis:  A content farm cuts one stock of clips and sounds for all its accounts, so the same few accounts share
--              one rare thing after the other.
-- benign:      Popular sounds are the norm: whatever more than max_crowd accounts use ties nobody, and of the rest
--              as much as popularity in that market explains is expected. A re-upload of one clip is one shared thing. Fans of a
--              small band share the two songs it has.
-- blind_spots: Media changed enough to get another hash; farms that use popular sounds only; pairs (min_partners);
--              farms across markets (chance is taken within one).
-- source:      Luceri et al. 2025 (media reuse holds on TikTok, transcripts and duets do not); null after Chung-Lu
-- next:        Look at the media, then run copypasta and tag_sequence on the accounts.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0049, T0084.001
prepare media_reuse as
with post as (
    select content_id, author_id as actor_id, coalesce(market, '') as market, 'media' as kind, media_hash as item, created_at
    from content
    where media_hash is not null and created_at >= $since and created_at < $until
    union all
    select content_id, author_id, coalesce(market, ''), 'audio', audio_id, created_at
    from content
    where audio_id is not null and created_at >= $since and created_at < $until
),

using_it as (
    select distinct actor_id, market, kind, item from post
),

rare as (
    select kind, item
    from using_it
    group by kind, item
    having count(distinct actor_id) <= $max_crowd
),

turn as (
    select using_it.* from using_it semi join rare using (kind, item)
),

chance as (
    -- the chance that two uses in one market by different accounts are of one thing
    select market, kind, sum(accounts * (accounts - 1)) / nullif(power(sum(accounts), 2), 0) as chance
    from (select market, kind, item, count(*) as accounts from turn group by market, kind, item) as used
    group by market, kind
),

appetite as (
    select actor_id, market, kind, count(*) as items from turn group by actor_id, market, kind
),

shared as (
    select distinct one.actor_id as a, other.actor_id as b, kind, item
    from turn as one
    join turn as other using (market, kind, item)
    where one.actor_id < other.actor_id
),

pair as (
    select a, b, count(*) as weight, count_if(kind = 'audio') as sounds
    from shared
    group by a, b
    having count(*) >= $min_shared
),

expected as (
    select pair.a, pair.b, pair.weight, pair.sounds, sum(one.items * other.items * chance.chance) as expected
    from pair
    join appetite as one on one.actor_id = pair.a
    join appetite as other on other.actor_id = pair.b and other.market = one.market and other.kind = one.kind
    join chance on chance.market = one.market and chance.kind = one.kind
    group by pair.a, pair.b, pair.weight, pair.sounds
),

tie as (
    -- of all pairs there could be, so many would share as much by chance
    select a, b, weight, sounds, round(expected, 4) as expected
    from expected
    cross join (select count(distinct actor_id) as accounts from turn) as everybody
    where poisson_tail(weight, expected) * accounts * (accounts - 1) / 2 <= $max_chance
),

side as (
    select a as actor_id, b as partner_id, kind, item from shared semi join tie using (a, b)
    union all
    select b, a, kind, item from shared semi join tie using (a, b)
),

worn as (
    select post.actor_id, post.content_id, post.created_at, count(distinct side.partner_id) as partners
    from post
    join side using (actor_id, kind, item)
    group by post.actor_id, post.content_id, post.created_at
),

written as (
    select actor_id, count(distinct content_id) as posts, count(distinct worn.content_id) as reused
    from post
    left join worn using (actor_id, content_id)
    where actor_id in (select actor_id from side)
    group by actor_id
),

farm as (
    -- who makes things shares one now and then; a farm makes nothing
    select
        actor_id,
        count(*) as meetings,
        count(distinct partner_id) as partners,
        count(distinct kind || ' ' || item) as items,
        count(distinct case when kind = 'audio' then item end) as sounds,
        written.posts,
        written.reused
    from side
    join written using (actor_id)
    group by actor_id, written.posts, written.reused
    having count(distinct partner_id) >= $min_partners and written.reused * 100 >= written.posts * $min_reused_percent
),

evidence as (
    select worn.actor_id as entity_id, worn.content_id, worn.partners as partners_met
    from worn
    semi join farm using (actor_id)
)

select
    farm.actor_id as entity_id,
    farm.meetings as score,
    min(worn.created_at) as first_seen,
    max(worn.created_at) as last_seen,
    farm.partners,
    farm.items,
    farm.sounds,
    farm.posts,
    round(farm.reused / nullif(farm.posts, 0), 4) as reused_ratio
from farm
join worn using (actor_id)
group by farm.actor_id, farm.meetings, farm.partners, farm.items, farm.sounds, farm.posts, farm.reused
order by score desc, entity_id;

execute media_reuse(
    since              := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until              := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_shared         := 3,                       -- pictures, clips and sounds two accounts must share [1..1000]
    min_partners       := 2,                       -- accounts an account must be tied to [1..1000]
    min_reused_percent := 20,                      -- percent of its posts that must be of such media [0..100]
    max_crowd          := 30,                      -- accounts above which a thing is popular and ties nobody [2..100000]
    max_chance         := 0.01                     -- pairs that may share as much by chance, in all [0..1000000]
);
