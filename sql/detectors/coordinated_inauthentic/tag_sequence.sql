-- tag_sequence: accounts that put the same new list of tags, in the same order, under their posts
--
-- abuse_type:  coordinated_inauthentic
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    content.author_id, content_tags.content_id, content_tags.tag
-- score:       accounts that used the account's most shared list
-- hypothesis:  A briefing holds the tags to paste, so many accounts put one list that nobody used before under post
--              after post, always in the same order.
-- benign:      Popular lists are everybody's template: they are used all the time, in any order. One creator's
--              template is used by one account. A challenge or a sponsor names a list that people paste once.
-- blind_spots: Lists shuffled or padded for every post; lists shorter than min_tags; operators that take popular
--              lists, or keep to one list for longer than history_d; data that begin at $since say nothing of what is
--              new.
-- source:      Pacheco et al., ICWSM 2021 (hashtag sequences); Luceri et al. 2025 (they hold on TikTok)
-- next:        Read the posts; run copypasta, media_reuse and signup_burst on the accounts.
-- dsa:         OTHER_VIOLATION_TC
-- disarm:      T0049, T0084.001
prepare tag_sequence as
with written as (
    select content_id, author_id, created_at
    from content
    where created_at >= $since - interval 1 day * $history_d and created_at < $until
),

listed as (
    -- counted before it is put in order: most posts have too few tags
    select content_tags.content_id, written.author_id, written.created_at
    from content_tags
    join written using (content_id)
    group by content_tags.content_id, written.author_id, written.created_at
    having count(*) >= $min_tags
),

post as (
    select
        content_tags.content_id,
        listed.author_id,
        listed.created_at,
        string_agg(lower(content_tags.tag), ' ' order by content_tags.pos) as sequence,
        string_agg(lower(content_tags.tag), ' ' order by lower(content_tags.tag)) as tags
    from content_tags
    join listed using (content_id)
    group by content_tags.content_id, listed.author_id, listed.created_at
),

list as (
    select
        sequence,
        min(tags) as tags,
        count(distinct case when created_at >= $since then author_id end) as accounts,
        count(distinct case when created_at < $since then author_id end) as before
    from post
    group by sequence
    having count(distinct case when created_at >= $since then author_id end) >= $min_accounts
),

watched as (
    -- without a past nothing is new
    select
        nullif(greatest((epoch_us($since) - epoch_us(min(created_at))) // 1000000, 0), 0) as seconds_before,
        (epoch_us($until) - epoch_us($since)) // 1000000 as seconds,
        count(distinct case when created_at >= $since then sequence end) as lists
    from post
),

fresh as (
    -- what always was around is a template; a briefing comes up beyond chance, and nobody shuffles it
    select list.sequence
    from list
    join (
        select tags, count(distinct author_id) as accounts from post where created_at >= $since group by tags
    ) as shuffled using (tags)
    cross join watched
    where poisson_tail(list.accounts, (list.before + 1) * watched.seconds / nullif(watched.seconds_before, 0))
            * watched.lists <= $max_chance
        and list.accounts * 100 >= shuffled.accounts * $min_ordered_percent
),

used as (
    select author_id, content_id, created_at, sequence from post semi join fresh using (sequence) where created_at >= $since
),

copier as (
    -- a challenge is pasted once, among much else
    select author_id, count(*) as copies, posts
    from used
    join (select author_id, count(*) as posts from written where created_at >= $since group by author_id) as own
        using (author_id)
    group by author_id, posts
    having count(*) >= $min_copies and count(*) * 100 >= posts * $min_copied_percent
),

crew as (
    select used.sequence, count(distinct used.author_id) as accounts
    from used
    semi join copier using (author_id)
    group by used.sequence
    having count(distinct used.author_id) >= $min_accounts
),

copy as (
    select used.*, crew.accounts from used join crew using (sequence) semi join copier using (author_id)
),

tie as (
    select one.author_id as a, other.author_id as b, count(distinct sequence) as weight
    from copy as one
    join copy as other using (sequence)
    where one.author_id < other.author_id
    group by one.author_id, other.author_id
),

evidence as (
    select author_id as entity_id, content_id, sequence, accounts from copy
)

select
    copy.author_id as entity_id,
    max(copy.accounts) as score,
    min(copy.created_at) as first_seen,
    max(copy.created_at) as last_seen,
    count(distinct copy.sequence) as lists,
    count(*) as copies,
    copier.posts,
    round(count(*) / nullif(copier.posts, 0), 4) as copied_ratio,
    min(copy.sequence) as example
from copy
join copier using (author_id)
group by copy.author_id, copier.posts
order by score desc, entity_id;

execute tag_sequence(
    since               := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until               := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_tags            := 3,                       -- tags a list must have [2..100]
    min_accounts        := 5,                       -- accounts that must use a list [2..100000]
    min_copies          := 2,                       -- posts of an account that must carry such lists [1..1000]
    min_copied_percent  := 20,                      -- percent of its posts that must carry such lists [0..100]
    min_ordered_percent := 80,                      -- percent of the accounts that use these tags that must use this order [0..100]
    max_chance          := 0.01,                    -- lists that may come up as suddenly by chance, in all [0..1000000]
    history_d           := 28                       -- days before since that say what is usual [1..366]
);
