-- near_copy: accounts that keep posting variants of one text, of which many accounts post variants
--
-- abuse_type:  spam
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    content.author_id, content.text_norm, content.text_key, content.text_length
-- score:       accounts that keep posting variants of the account's most common text
-- hypothesis:  A campaign spins one text: other greetings, look-alike letters, another address or number in every copy, so
--              that no two are equal. The copies stay alike, and they are most of what the accounts write.
-- benign:      Petitions, quiz answers and fan chants with a gap to fill in: people write one or two among words of their
--              own. A help desk answers with templates: its agents look like this, and are known by name. Regulars who
--              greet a live chat every day write short greetings, below min_length.
-- blind_spots: Paraphrases, also by machine; accounts that post one copy each; texts shorter than min_length or alike only
--              after max_letters; spun texts buried in ordinary posts. Copies that are equal after normalising, all of
--              them, are left to copypasta (min_variants = 1 takes them too).
-- source:      Shingling and its sketches (Broder 1997); co-similarity networks (Pacheco et al., ICWSM 2021)
-- next:        Read one text of the cluster; run copypasta, contact_lure and device_share on the accounts.
-- dsa:         OTHER_VIOLATION_TC
-- disarm:      T0084.001, T0049
prepare near_copy as
-- Similarity is the Jaccard index of the letter triples of two normalised texts (pairs where Han, Kana or Hangul say a
-- word in two). Texts are never compared with all others: each is compared with the most typical text that shares one of
-- its few smallest shingle hashes, so a shingle that everybody uses costs no more than a rare one. A cluster is a star:
-- every member was compared with the text in its middle, so that no chain of small changes leads from one to the next.
with post as (
    select content_id, author_id, created_at, text_key, left(text_norm, $max_letters) as words
    from content
    where text_key is not null and text_length >= $min_length and created_at >= $since and created_at < $until
),

-- cheap first: most people write less than a campaign's accounts do
writer as (
    select author_id, count(*) as posts
    from post
    group by author_id
    having count(*) >= $min_posts
),

wording as (
    select
        post.text_key,
        min(post.words) as words,
        count(distinct post.author_id) as authors,
        case when regexp_matches(min(post.words), '[ぁ-ヿ㐀-鿿가-힣]') then 2 else 3 end as size
    from post
    semi join writer on writer.author_id = post.author_id
    group by post.text_key
),

hashed as (
    select
        text_key,
        unnest(list_transform(
            list_distinct(
                list_transform(generate_series(1, length(words) - size + 1), lambda i: substring(words, i, size))
            ),
            lambda shingle: left(md5(shingle), 12)
        )) as hash
    from wording
    where length(words) >= size
),

sketch as (
    select text_key, hash
    from hashed
    qualify row_number() over (partition by text_key order by hash) <= $sketch
),

-- how many texts hold a hash: the text whose hashes most others hold is the most typical of them
spread as (
    select hash, count(*) as texts
    from sketch
    group by hash
),

typical as (
    select sketch.text_key, cast(sum(spread.texts) as bigint) as weight
    from sketch
    join spread on spread.hash = sketch.hash
    group by sketch.text_key
),

middle as (
    select sketch.hash, sketch.text_key
    from sketch
    join typical on typical.text_key = sketch.text_key
    qualify row_number() over (partition by sketch.hash order by typical.weight desc, sketch.text_key) = 1
),

near as (
    select sketch.text_key, middle.text_key as middle_key, count(*) as hits
    from sketch
    join middle on middle.hash = sketch.hash
    group by sketch.text_key, middle.text_key
),

-- what is near the text in the middle may itself be the middle of others: those are compared with it too
candidate as (
    select text_key, middle_key
    from near
    union
    select near.text_key, further.middle_key
    from near
    join near as further on further.text_key = near.middle_key
),

-- texts that are alike share most of their sketches, strangers one hash by chance
promising as (
    select candidate.text_key, candidate.middle_key
    from candidate
    join sketch as one on one.text_key = candidate.text_key
    semi join sketch as other on other.text_key = candidate.middle_key and other.hash = one.hash
    group by candidate.text_key, candidate.middle_key
    having count(*) >= $min_hits
),

held as (
    select text_key, count(*) as shingles
    from hashed
    group by text_key
),

in_common as (
    select promising.text_key, promising.middle_key, count(*) as shared
    from promising
    join hashed as one on one.text_key = promising.text_key
    semi join hashed as other on other.text_key = promising.middle_key and other.hash = one.hash
    group by promising.text_key, promising.middle_key
),

alike as (
    select
        in_common.text_key,
        in_common.middle_key,
        cast(sum(wording.authors) over (partition by in_common.middle_key) as bigint) as authors
    from in_common
    join wording on wording.text_key = in_common.text_key
    join held as one on one.text_key = in_common.text_key
    join held as other on other.text_key = in_common.middle_key
    where in_common.shared * 100 >= (one.shingles + other.shingles - in_common.shared) * $min_similarity_percent
),

-- one text belongs to one star, the largest it is part of
placed as (
    select text_key, middle_key
    from alike
    qualify row_number() over (partition by text_key order by authors desc, middle_key) = 1
),

copy as (
    select post.content_id, post.author_id, post.created_at, post.text_key, placed.middle_key as cluster_key
    from post
    semi join writer on writer.author_id = post.author_id
    join placed on placed.text_key = post.text_key
),

keen as (
    select
        copy.author_id,
        copy.cluster_key,
        count(*) as copies,
        writer.posts,
        min(copy.created_at) as first_seen,
        max(copy.created_at) as last_seen
    from copy
    join writer on writer.author_id = copy.author_id
    group by copy.author_id, copy.cluster_key, writer.posts
    having count(*) >= $min_posts and count(*) * 100 >= writer.posts * $min_copied_percent
),

cluster as (
    select copy.cluster_key, count(distinct copy.author_id) as accounts, count(distinct copy.text_key) as variants
    from copy
    semi join keen on keen.author_id = copy.author_id and keen.cluster_key = copy.cluster_key
    group by copy.cluster_key
    having count(distinct copy.author_id) >= $min_accounts and count(distinct copy.text_key) >= $min_variants
),

copier as (
    select keen.*, cluster.accounts, cluster.variants
    from keen
    join cluster on cluster.cluster_key = keen.cluster_key
    qualify row_number() over (
        partition by keen.author_id order by cluster.accounts desc, keen.copies desc, keen.cluster_key
    ) = 1
),

evidence as (
    select copy.author_id as entity_id, copy.content_id, copy.cluster_key
    from copy
    semi join copier on copier.author_id = copy.author_id and copier.cluster_key = copy.cluster_key
)

select
    author_id as entity_id,
    accounts as score,
    first_seen,
    last_seen,
    cluster_key,
    variants,
    copies,
    posts,
    round(copies / nullif(posts, 0), 4) as copied_ratio
from copier
order by score desc, entity_id;

execute near_copy(
    since                  := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until                  := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_accounts           := 5,                       -- accounts that must keep posting variants of the text [2..100000]
    min_posts              := 3,                       -- variants an account must have posted [1..10000]
    min_variants           := 2,                       -- different texts, after normalising, among them [1..10000]
    min_copied_percent     := 50,                      -- percent of an account's posts of min_length that must be variants [0..100]
    min_similarity_percent := 50,                      -- percent of their shingles that two variants must share [1..100]
    min_length             := 30,                      -- letters and digits a text must have [3..10000]
    max_letters            := 400,                     -- letters of a text that are compared [10..100000]
    sketch                 := 8,                       -- smallest shingle hashes by which texts find each other [1..1000]
    min_hits               := 2                        -- of them that two texts must share to be compared [1..1000]
);
