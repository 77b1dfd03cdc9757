-- fused_coordination: accounts tied beyond chance by several traces together, none of which need suffice alone
--
-- abuse_type:  coordinated_inauthentic
-- entity:      account
-- severity:    high
-- status:      trial
-- requires:    events.actor_id, events.action, events.content_id
-- acts:        repost, create, comment, reply, share, message
-- optional:    content.text_key - cannot see equal words
--              content.media_hash - cannot see equal pictures and films
--              content_links.url_norm - cannot see equal links
--              content_tags.tag - cannot see equal tag sequences
--              events.market - chance is taken over the whole world, which makes neighbours look like a crew
-- score:       acts that met an act of a partner, summed over the partners
-- hypothesis:  An operator who knows that one trace gives a crew away spreads it over several: a link today, the
--              same tags or film tomorrow, a quick repost in between. Each is thin; together chance cannot explain
--              them, given how much everybody posts and how often anything meets within a minute.
-- benign:      Local pages of one newsroom or chain, an open campaign with a toolkit of texts and tags, one person
--              with several declared pages. This shows acting together, not deceit.
-- blind_spots: Crews across markets (chance is taken within one); traces more than window_s apart; what is reworded
--              and re-cut each time. One kind of trace alone, however strong, is left to link_ring, tag_sequence,
--              media_reuse, copypasta and repost_ring.
-- source:      Luceri et al., WWW 2024 (fused network); Tumminello et al. 2011 (validated ties); the null is the
--              configuration model with the moments kept
-- next:        Read what they posted; run infrastructure_share on the same accounts; trendkit.coordination shows groups.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0049, T0084.001
prepare fused_coordination as
with post as (
    select actor_id, action, target_id, content_id, coalesce(market, '') as market, t_us
    from events
    where (content_id is not null or action = 'repost') and event_time >= $since and event_time < $until
),

sequence as (
    -- one tag is a topic, two in one order are a sequence
    select content_id, string_agg(lower(tag), ' ' order by pos) as tags
    from content_tags
    where content_id in (
        select content_id from content_tags semi join post using (content_id) group by content_id having count(*) >= 2
    )
    group by content_id
),

trace as (
    select 'repost' as layer, target_id as object, actor_id, market, t_us
    from post
    where action = 'repost' and target_id is not null
    union all
    select 'link', content_links.url_norm, actor_id, market, t_us
    from post join content_links using (content_id)
    where action <> 'repost'
    union all
    select 'tags', sequence.tags, actor_id, market, t_us
    from post join sequence using (content_id)
    where action <> 'repost'
    union all
    select layer, case layer when 'text' then text_key else media_hash end, actor_id, market, t_us
    from (
        select post.*, content.text_key, content.media_hash, unnest(['text', 'media']) as layer
        from post join content using (content_id)
        where post.action <> 'repost'
    ) as made
    where case layer when 'text' then text_key else media_hash end is not null
),

act as (
    -- saying it again is no new meeting: the earliest counts
    select layer, object, actor_id, market, min(t_us) as t_us
    from trace
    group by layer, object, actor_id, market
),

effort as (
    -- of every kind: where a crew makes most of the links, the links alone would call the crew chance
    select market, actor_id, count(*) as acts from act group by market, actor_id
),

mass as (
    select market, sum(acts) as acts from effort group by market
),

shared as (
    -- what one account alone did is nowhere to meet
    select * from act semi join (
        select object, layer, market from act group by object, layer, market having count(*) >= 2
    ) as common using (object, layer, market)
),

meeting as (
    -- acts at most one window apart lie in one bucket or in two neighbouring ones: nothing is missed
    select one.layer, one.market, one.object, one.actor_id as a, other.actor_id as b, one.t_us as a_us, other.t_us as b_us
    from (select *, t_us // (cast($window_s as bigint) * 1000000) + unnest([-1, 0, 1]) as bucket from shared) as one
    join shared as other
        on other.object = one.object
        and other.t_us // (cast($window_s as bigint) * 1000000) = one.bucket
        and other.layer = one.layer
        and other.market = one.market
        and other.actor_id > one.actor_id
        and abs(other.t_us - one.t_us) <= cast($window_s as bigint) * 1000000
),

chance as (
    -- deal the acts of a market out anew, every moment kept: how often any two of them meet
    select met.market, 2.0 * met.pairs / nullif(mass.acts * (mass.acts - 1), 0) as rate
    from (select market, count(*) as pairs from meeting group by market) as met
    join mass using (market)
),

kind as (
    -- colleagues who post every link of their house meet once in a tag as well: one meeting of a kind is no second trace
    select a, b, layer
    from meeting
    group by a, b, layer
    having least(count(distinct a_us), count(distinct b_us)) >= $min_each
),

fused as (
    select a, b, count(*) as layers from kind group by a, b having count(*) >= $min_layers
),

pair as (
    -- a post that shares a link, its words and its tags met once, not three times
    select
        a,
        b,
        least(count(distinct a_us), count(distinct b_us)) as meetings,
        max(fused.layers) as layers,
        median(abs(a_us - b_us)) as lag_us,
        min(least(a_us, b_us)) as first_us,
        max(greatest(a_us, b_us)) as last_us
    from meeting
    join fused using (a, b)
    group by a, b
    having count(*) >= $min_shared
),

expectation as (
    -- also where they never met: what they do besides makes chance likelier
    select pair.a, pair.b, sum(chance.rate * mine.acts * theirs.acts) as expected
    from pair
    join effort as mine on mine.actor_id = pair.a
    join effort as theirs on theirs.actor_id = pair.b and theirs.market = mine.market
    join chance on chance.market = mine.market
    group by pair.a, pair.b
),

tested as (
    select pair.*, expectation.expected, poisson_tail(pair.meetings, expectation.expected) as tail
    from pair
    join expectation using (a, b)
    where pair.meetings >= $min_shared
),

stepped as (
    -- Benjamini and Hochberg over all possible pairs, not over those that met
    select
        tested.*,
        tail * (accounts * (accounts - 1) / 2.0) / nullif(count(*) over (order by tail), 0) as step
    from tested
    cross join (select cast(count(distinct actor_id) as double) as accounts from effort) as field
),

tie as (
    select
        a,
        b,
        meetings as weight,
        layers,
        round(expected, 4) as expected,
        round(lag_us / 1000000, 4) as median_lag_s,
        make_timestamp(first_us) as first_seen,
        make_timestamp(last_us) as last_seen
    from stepped
    qualify min(step) over (order by tail desc) <= $error_rate
),

side as (
    select a as actor_id, b as partner_id, weight, layers, expected, first_seen, last_seen from tie
    union all
    select b, a, weight, layers, expected, first_seen, last_seen from tie
),

evidence as (
    select
        side.actor_id as entity_id,
        events.event_id,
        min(meeting.layer) as layer,
        count(distinct side.partner_id) as partners_met,
        round(min(abs(meeting.a_us - meeting.b_us)) / 1000000, 4) as closest_s
    from side
    join meeting on meeting.a = least(side.actor_id, side.partner_id) and meeting.b = greatest(side.actor_id, side.partner_id)
    join events
        on events.actor_id = side.actor_id
        and events.t_us = case when side.actor_id = meeting.a then meeting.a_us else meeting.b_us end
    where (events.content_id is not null or events.action = 'repost')
        and events.event_time >= $since and events.event_time < $until
    group by side.actor_id, events.event_id
)

select
    actor_id as entity_id,
    cast(sum(weight) as bigint) as score,
    min(first_seen) as first_seen,
    max(last_seen) as last_seen,
    count(*) as partners,
    max(layers) as layers,
    max(weight) as strongest_tie,
    round(sum(expected), 4) as expected
from side
group by actor_id
having count(*) >= $min_partners
order by score desc, entity_id;

execute fused_coordination(
    since        := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until        := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s     := 60,                      -- acts on one thing at most this many seconds apart meet [1..86400]
    min_shared   := 3,                       -- acts of two accounts that must meet [1..1000]
    min_layers   := 2,                       -- kinds of trace they must meet in [1..5]
    min_each     := 2,                       -- acts that must meet in a kind for it to count as one of them [1..1000]
    error_rate   := 0.01,                    -- share of ties that chance may make, over all possible pairs [0..1]
    min_partners := 2                        -- accounts an account must be tied to [1..1000]
);
