-- copypasta: accounts that post a near-identical text which many accounts post at the same time
--
-- abuse_type:  spam
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    content.author_id, content.text_key, content.text_length
-- score:       accounts that posted the account's most copied text within window_s seconds, at the peak
-- hypothesis:  A campaign hands one text to many accounts, so the same words, up to case, spacing and look-alike
--              letters, come from many accounts within hours, and are most of what those accounts write.
-- benign:      Lyrics, prayers, slogans, petitions and chain letters are copied by people who write other things too.
--              Share buttons and bank notices are posted at a steady rate all year. Giveaways ask people to copy a
--              line: newcomers who came for the prize alone look like a campaign.
-- blind_spots: One text that ever new accounts post every day for more than a week: by then it is usual.
--              Paraphrases, also by machine; texts shorter than min_length; text in pictures and speech; campaigns
--              slower than the window; accounts that bury the copies in ordinary posts.
-- source:      Co-tweet networks (Keller et al. 2020; Pacheco et al., ICWSM 2021)
-- next:        Read one text of each text_key; run repost_ring and device_share on the accounts.
-- dsa:         OTHER_VIOLATION_TC
-- disarm:      T0084.001, T0049
prepare copypasta as
-- The entity is the account, because enforcement and the other detectors speak of accounts; `text_key` names the
-- cluster it wrote in, and all rows with the same key are one campaign to judge.
with crowded as (
    -- a window lies within two neighbouring buckets, so one of them holds half of it; who wrote a text is asked only then
    select text_key, epoch_us(created_at) // (cast($window_s as bigint) * 1000000) as bucket, count(*) as posts
    from content
    where text_key is not null and text_length >= $min_length
        and created_at >= $since and created_at < $until
    group by text_key, epoch_us(created_at) // (cast($window_s as bigint) * 1000000)
    having count(*) * 2 >= $min_accounts
),

fullest as (
    select text_key, max(posts) * 2 as most
    from crowded
    group by text_key
),

nearby as (
    select distinct crowded.text_key, crowded.bucket + step.n as bucket
    from crowded
    cross join (values (-1), (0), (1)) as step (n)
),

-- a text that is always around is a button or a prayer; a campaign's text comes up at once. Of the thousands of phrases
-- with a post or two a day one has five in an evening, ten times its usual, by chance: a small lift is no sign
watched as (
    select (epoch_us($until) - epoch_us(min(created_at))) // 1000000 as seconds
    from content
    where created_at >= $since - interval 1 day * $history_d and created_at < $until
),

writer as (
    select content.text_key, content.author_id
    from content
    semi join crowded on crowded.text_key = content.text_key
    where content.text_length >= $min_length
        and content.created_at >= $since - interval 1 day * $history_d and content.created_at < $until
    group by content.text_key, content.author_id
),

known as (
    -- no window holds more than `most`: a text whose fullest would still be usual is done with
    select writer.text_key, count(*) as authors, max(watched.seconds) as seconds
    from writer
    join fullest on fullest.text_key = writer.text_key
    cross join watched
    group by writer.text_key
    having count(*) >= $min_accounts
        and max(fullest.most) * max(watched.seconds) >= $min_lift * (count(*) - max(fullest.most)) * $window_s
),

post as (
    select
        content.content_id,
        content.text_key,
        content.author_id,
        epoch_us(content.created_at) as t_us,
        lead(epoch_us(content.created_at)) over (
            partition by content.text_key, content.author_id order by content.created_at
        ) as next_us
    from content
    semi join known on known.text_key = content.text_key
    semi join nearby
        on nearby.text_key = content.text_key
        and nearby.bucket = epoch_us(content.created_at) // (cast($window_s as bigint) * 1000000)
    where content.text_length >= $min_length and content.created_at >= $since and content.created_at < $until
),

step as (
    -- an author counts from a post until the window has passed, or until the next post counts instead
    select text_key, t_us as at_us, 1 as authors from post
    union all
    select
        text_key,
        case
            when next_us <= t_us + cast($window_s as bigint) * 1000000 then next_us
            else t_us + cast($window_s as bigint) * 1000000 + 1
        end as at_us,
        -1 as authors
    from post
),

moment as (
    select
        text_key,
        at_us,
        cast(sum(sum(authors)) over (partition by text_key order by at_us) as bigint) as in_window
    from step
    group by text_key, at_us
),

reach as (
    select
        text_key,
        at_us,
        max(in_window) over (
            partition by text_key order by at_us
            range between current row and cast($window_s as bigint) * 1000000 following
        ) as authors
    from moment
),

sudden as (
    select post.content_id, post.text_key, post.author_id, post.t_us, reach.authors
    from post
    join reach on reach.text_key = post.text_key and reach.at_us = post.t_us
    join known on known.text_key = post.text_key
    where reach.authors >= $min_accounts
        and reach.authors * known.seconds >= $min_lift * (known.authors - reach.authors) * $window_s
),

written as (
    select author_id, count(*) as posts
    from content
    semi join sudden on sudden.author_id = content.author_id
    where created_at >= $since and created_at < $until
    group by author_id
),

favourite as (
    select
        author_id,
        text_key,
        max(authors) as peak,
        row_number() over (partition by author_id order by max(authors) desc, text_key) as place
    from sudden
    group by author_id, text_key
),

copier as (
    select
        sudden.author_id,
        min(sudden.t_us) as first_us,
        max(sudden.t_us) as last_us,
        count(*) as copies,
        count(distinct sudden.text_key) as texts,
        written.posts
    from sudden
    join written on written.author_id = sudden.author_id
    group by sudden.author_id, written.posts
    having count(*) * 100 >= written.posts * $min_copied_percent
),

evidence as (
    select sudden.author_id as entity_id, sudden.content_id, sudden.text_key, sudden.authors
    from sudden
    semi join copier on copier.author_id = sudden.author_id
)

select
    copier.author_id as entity_id,
    favourite.peak as score,
    make_timestamp(copier.first_us) as first_seen,
    make_timestamp(copier.last_us) as last_seen,
    favourite.text_key,
    copier.texts,
    copier.copies,
    copier.posts,
    round(copier.copies / nullif(copier.posts, 0), 4) as copied_ratio
from copier
join favourite on favourite.author_id = copier.author_id and favourite.place = 1
order by score desc, entity_id;

execute copypasta(
    since              := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until              := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s           := 21600,                   -- length of the window in seconds, both ends included [1..2592000]
    min_accounts       := 5,                       -- accounts that must post the text within a window [2..100000]
    min_length         := 30,                      -- letters and digits a text must have [1..10000]
    min_copied_percent := 30,                      -- percent of an account's posts that must be such copies [0..100]
    min_lift           := 20,                      -- times its usual pace a text must come at [1..1000]
    history_d          := 28                       -- days before since that say what is usual [0..366]
);
