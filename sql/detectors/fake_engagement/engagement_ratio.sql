-- engagement_ratio: content with far more likes for its views than content of its size and market
--
-- abuse_type:  fake_engagement
-- entity:      content
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id, exposure_daily.views
-- optional:    content.market - one curve for all markets: a market that likes more than others stands out
-- acts:        $action
-- score:       how far above its curve, in standard deviations (square roots of counts, spread by the median, the
--              error of the curve included)
-- hypothesis:  Bought likes come from accounts that never look: the likes of an upload outgrow its views, whoever gave them
--              and whenever.
-- benign:      Small hits: the few who see it love it, so twice the usual rate on a small number is no finding. Paid
--              adverts have many views and few likes: only the upper side is looked at. Live streams are liked over and
--              over by the same viewers, and two people talk below an upload: an account counts once. Comments and
--              saves are rare, so most uploads have none: those are held against all uploads of their size together.
-- blind_spots: Sellers who buy views along with the likes (hollow_views); uploads under min_views; orders that are small
--              beside what an upload gets anyway; views that the platform does not count, such as embeds: everywhere
--              they push all up alike, on one upload that is embedded elsewhere they look like bought likes.
-- source:      Off-curve engagement of collusive videos: CollATe (Dutta et al., 2020); follower-count fallacy (Jang et al.);
--              square roots make the spread of counts even (Anscombe 1948)
-- next:        Look at who liked: low_activity, like_ring, dense_block.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0049.003, T0121
prepare engagement_ratio as
with seen as (
    select content_id, cast(sum(views) as bigint) as views
    from exposure_daily
    where date >= cast($since as date) and cast(date as timestamp) < $until
    group by content_id
    having sum(views) >= $min_views
),

liked as (
    -- who taps again and again is still one who likes it
    select target_id as content_id, count(distinct actor_id) as acts, min(event_time) as first_seen, max(event_time) as last_seen
    from events
    where action = $action and event_time >= $since and event_time < $until
    group by target_id
),

judged as (
    -- a size is a doubling of views: what is seen more is liked less often
    select
        seen.content_id,
        coalesce(content.market, '') as market,
        cast(floor(log2(greatest(seen.views, 1))) as bigint) as size,
        seen.views,
        coalesce(liked.acts, 0) as acts,
        coalesce(liked.acts, 0) * 1.0 / greatest(seen.views, 1) as rate,
        liked.first_seen,
        liked.last_seen
    from seen
    left join liked on liked.content_id = seen.content_id
    left join content on content.content_id = seen.content_id
),

-- half of all have none of a rare act, so the median would expect none of anybody: then what all have together counts
cell as (
    select
        market,
        size,
        count(*) as peers,
        case when median(rate) > 0 then median(rate) else sum(acts) * 1.0 / greatest(sum(views), 1) end as rate
    from judged
    group by market, size
),

anywhere as (
    select
        size,
        count(*) as peers,
        case when median(rate) > 0 then median(rate) else sum(acts) * 1.0 / greatest(sum(views), 1) end as rate
    from judged
    group by size
),

-- a market with few peers of that size is judged by all markets; too few everywhere, and nobody is judged
placed as (
    select
        judged.*,
        case when cell.peers >= $min_peers then cell.peers else anywhere.peers end as peers,
        judged.views * case when cell.peers >= $min_peers then cell.rate else anywhere.rate end as expected
    from judged
    join cell on cell.market = judged.market and cell.size = judged.size
    join anywhere on anywhere.size = judged.size
    where anywhere.peers >= $min_peers
),

raised as (
    -- the root of a count spreads by one half whatever the count
    select placed.*, 2 * (sqrt(acts) - sqrt(expected)) as rise
    from placed
),

spread as (
    -- 1.4826 times the median distance is the standard deviation of a bell curve; never less than chance alone gives
    select size, greatest(1.4826 * median(abs(rise)), 1) as sd
    from raised
    group by size
),

off as (
    -- a curve of few peers may be off itself: the error of a median of n is that of one, times the root of pi / 2n
    select
        raised.*,
        round(raised.rise / greatest(spread.sd, 1) / nullif(sqrt(1 + pi() / (2 * greatest(raised.peers, 1))), 0), 4) as score
    from raised
    join spread on spread.size = raised.size
    where raised.rise >= $min_z * spread.sd * sqrt(1 + pi() / (2 * greatest(raised.peers, 1)))
        and raised.acts >= $min_lift * raised.expected
        and raised.acts - raised.expected >= $min_excess
),

evidence as (
    select events.target_id as entity_id, events.event_id
    from events
    semi join off on off.content_id = events.target_id
    where events.action = $action and events.event_time >= $since and events.event_time < $until
)

select
    content_id as entity_id,
    score,
    first_seen,
    last_seen,
    market,
    acts,
    round(expected, 1) as expected,
    views,
    peers
from off
order by score desc, entity_id;

execute engagement_ratio(
    since      := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until      := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    action     := 'like',                  -- the act held against views {like, comment, share, save, repost, rate, reply}
    min_views  := 30,                      -- views under which content is not judged [5..1000000000]
    min_peers  := 30,                      -- content of the same size that makes a curve [5..1000000]
    min_z      := 6.0,                     -- standard deviations above the curve [1..1000]
    min_lift   := 2.0,                     -- times the acts that the curve gives for the views [1..1000]
    min_excess := 15                       -- acts more than the curve gives [1..1000000]
);
