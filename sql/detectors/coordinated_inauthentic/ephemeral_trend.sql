-- ephemeral_trend: accounts that post one tag together within minutes and soon delete what they posted
--
-- abuse_type:  coordinated_inauthentic
-- entity:      account
-- severity:    high
-- status:      trial
-- requires:    content.author_id, content.created_at, content.deleted_at, content_tags.tag
-- optional:    enforcements.target_id - what moderation took down looks as if its author had deleted it
-- score:       accounts that posted and deleted in the bursts of the tag, all bursts of the period together
-- hypothesis:  A trend can be made and left without traces: hired accounts post a tag and nothing else within minutes, and
--              delete the posts as soon as the tag is in the list of trends, where everybody else takes it up.
-- benign:      Whoever mistypes deletes one post and writes it again, one at a time. A campaign that was scheduled posts
--              at the same minute, and its posts stay. What moderation removes, by tag or not, is not
--              deleted by its author: enforcements say so.
-- blind_spots: Posts that are hidden instead of deleted; tags that real people use in the same minutes, so that the
--              deleted posts are no majority; sources that forget deleted posts altogether.
-- source:      Ephemeral astroturfing (Elmas et al., EuroS&P 2021: at least 4 posts, deleted within the day)
-- next:        Take the tag off the list of trends; run dormant_wakeup, since the accounts are often stolen old ones.
-- dsa:         NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE:MISINFORMATION_DISINFORMATION
-- disarm:      T0129.007
prepare ephemeral_trend as
with removed as (
    -- whose posts are taken down, perhaps wrongly and by their tag, hides nothing
    select target_id as content_id, min(enforced_at) as removed_at
    from enforcements
    where action = 'remove' and enforced_at >= $since and enforced_at < $until
    group by target_id
),

gone as (
    -- a deletion is known from the moment it happened
    select content.content_id, content.author_id
    from content
    anti join removed on removed.content_id = content.content_id and removed.removed_at <= content.deleted_at
    where created_at >= $since and created_at < $until and deleted_at >= created_at and deleted_at < $until
        and epoch_us(deleted_at) - epoch_us(created_at) <= $delete_h * 3600000000
),

suspect as (
    select content_tags.tag
    from content_tags
    join gone on gone.content_id = content_tags.content_id
    group by content_tags.tag
    having count(distinct gone.author_id) >= $min_accounts
),

tagged as (
    select distinct content_tags.tag, content_tags.content_id
    from content_tags
    semi join suspect using (tag)
),

breadth as (
    select content_id, count(distinct tag) as tags
    from content_tags
    semi join tagged using (content_id)
    group by content_id
),

post as (
    select
        tagged.tag,
        content.content_id,
        content.author_id,
        epoch_us(content.created_at) as t_us,
        epoch_us(content.deleted_at) - epoch_us(content.created_at) as lived_us,
        case when gone.content_id is null then 0 else 1 end as gone,
        case when breadth.tags = 1 then 1 else 0 end as lone
    from tagged
    join content on content.content_id = tagged.content_id
    join breadth on breadth.content_id = tagged.content_id
    left join gone on gone.content_id = tagged.content_id
    where content.created_at >= $since and content.created_at < $until
),

counted as (
    -- one account that posts and deletes again and again is no crowd: it counts once in a window
    select
        *,
        case
            when gone = 1 and coalesce(
                t_us - lag(t_us) over (partition by tag, author_id, gone order by t_us, content_id)
                    > cast($window_min as bigint) * 60000000,
                true
            )
            then 1 else 0
        end as first_gone
    from post
),

pace as (
    select
        *,
        count(*) over last_minutes as posts_in_window,
        sum(gone) over last_minutes as gone_in_window,
        sum(first_gone) over last_minutes as accounts_in_window,
        sum(lone) over last_minutes as lone_in_window
    from counted
    window last_minutes as (
        partition by tag order by t_us range between cast($window_min as bigint) * 60000000 preceding and current row
    )
),

placed as (
    -- most of what was posted is gone, by more than luck, and carried this tag alone
    select
        *,
        max(
            case
                when accounts_in_window >= $min_accounts
                    and wilson_low(gone_in_window, posts_in_window) * 100 >= $min_gone_pct
                    and lone_in_window * 100 >= posts_in_window * $min_lone_pct
                then 1
            end
        ) over (
            partition by tag order by t_us range between current row and cast($window_min as bigint) * 60000000 following
        ) as in_burst
    from pace
),

burst as (
    select tag, count(distinct author_id) as accounts
    from placed
    where in_burst = 1 and gone = 1
    group by tag
    having count(distinct author_id) >= $min_accounts
),

part as (
    select
        placed.author_id,
        placed.tag,
        burst.accounts,
        count(*) as posts,
        min(placed.t_us) as first_us,
        max(placed.t_us) as last_us,
        median(placed.lived_us) as lived_us,
        row_number() over (partition by placed.author_id order by burst.accounts desc, placed.tag) as place,
        count(*) over (partition by placed.author_id) as trends
    from placed
    join burst on burst.tag = placed.tag
    where placed.in_burst = 1 and placed.gone = 1
    group by placed.author_id, placed.tag, burst.accounts
),

evidence as (
    select distinct placed.author_id as entity_id, placed.content_id
    from placed
    semi join burst using (tag)
    where placed.in_burst = 1 and placed.gone = 1
)

select
    author_id as entity_id,
    accounts as score,
    make_timestamp(first_us) as first_seen,
    make_timestamp(last_us) as last_seen,
    tag,
    posts,
    round(lived_us / 60000000, 4) as lived_min,
    trends
from part
where place = 1
order by score desc, entity_id;

execute ephemeral_trend(
    since        := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until        := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_min   := 15,                      -- minutes within which posts of a tag are one burst, both ends included [1..1440]
    min_accounts := 10,                      -- accounts whose posts were soon deleted in a burst [2..100000]
    delete_h     := 24,                      -- hours after which a deletion is no longer soon [1..720]
    min_gone_pct := 60,                      -- per cent of the burst that was soon deleted, by its lower 95 % bound [0..99]
    min_lone_pct := 60                       -- per cent of the burst that carried this tag alone [0..100]
);
