-- near_copy: accounts that keep posting variants of texts of which many accounts post variants
--
-- abuse_type:  spam
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    content.author_id, content.text_norm, content.text_key, content.text_length
-- score:       accounts that posted variants of the account's most spun text within window_s seconds, at the peak
-- hypothesis:  A campaign spins one text: other greetings, look-alike letters, another address or number in every copy, so
--              that no two are equal. The copies stay alike, and they are most of what the accounts write.
-- benign:      Petitions, quiz answers and fan chants with a gap to fill in: people write one or two among words of their
--              own. A help desk answers with templates: its agents look like this, and are known by name. Regulars who
--              greet a live chat every day write short greetings, below min_length.
-- blind_spots: Paraphrases, also by machine; accounts that post one copy each; campaigns slower than the window; texts
--              shorter than min_length or alike only after max_letters; spun texts buried in ordinary posts. Copies that
--              are equal after normalising, all of them, are left to copypasta (min_variants = 1 takes them too).
-- source:      Shingling and its sketches (Broder 1997); co-similarity networks (Pacheco et al., ICWSM 2021)
-- next:        Read one text of the cluster; run copypasta, contact_lure and device_share on the accounts.
-- dsa:         OTHER_VIOLATION_TC
-- disarm:      T0084.001, T0049
prepare near_copy as
-- Similarity is the Jaccard index of the letter triples of two normalised texts (pairs where Han, Kana or Hangul say a
-- word in two). Texts find each other by longer passages, which strangers hardly share, and are never compared with all
-- others: each is compared with one text, the most typical of those with which it shares most passages, and with the one
-- that text in turn finds. A cluster is a star: every member was compared with the text in its middle, so that no chain
-- of small changes leads from one to the next.
with post as (
    select content_id, author_id, epoch_us(created_at) as t_us, text_key, left(text_norm, $max_letters) as words
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
        row_number() over (order by post.text_key) as text_no,
        post.text_key,
        min(post.words) as words,
        count(distinct post.author_id) as authors,
        case when regexp_matches(min(post.words), '[ぁ-ヿ㐀-鿿가-힣]') then 2 else 3 end as size
    from post
    semi join writer on writer.author_id = post.author_id
    group by post.text_key
),

passage as (
    select text_no, substring(words, place, 2 * size) as letters
    from (
        select text_no, words, size, unnest(generate_series(1, length(words) - 2 * size + 1)) as place
        from wording
        where length(words) >= 2 * size
    )
),

-- a passage of one text finds nothing, and a fixed part of the others finds as much
found_by as (
    select letters, texts
    from (select letters, count(*) as texts from passage group by letters having count(*) > 1)
    where position(left(md5(letters), 1) in '0123456789abcdef') <= $sketch
),

sketch as (
    select passage.text_no, passage.letters, found_by.texts
    from passage
    join found_by on found_by.letters = passage.letters
),

-- the text whose every letter most others hold is the most typical of them, the first by rank: a long greeting before
-- the words of all moves a text away from the middle
typical as (
    select sketch.text_no, row_number() over (
        order by sum(sketch.texts) * 100 // nullif(length(wording.words), 0) desc, sketch.text_no
    ) as rank
    from sketch
    join wording on wording.text_no = sketch.text_no
    group by sketch.text_no, wording.words
),

middle as (
    select sketch.letters, min(typical.rank) as rank
    from sketch
    join typical on typical.text_no = sketch.text_no
    group by sketch.letters
),

near as (
    select sketch.text_no, middle.rank, count(*) as hits
    from sketch
    join middle on middle.letters = sketch.letters
    group by sketch.text_no, middle.rank
),

nearest as (
    select near.text_no, typical.text_no as middle_no
    from near
    join typical on typical.rank = near.rank
    qualify row_number() over (partition by near.text_no order by near.hits desc, near.rank) = 1
        or row_number() over (partition by near.text_no order by near.rank) = 1
),

-- what is in the middle of a few may itself be near the middle of many: those few are compared with that too
candidate as (
    select text_no, middle_no
    from nearest
    union
    select nearest.text_no, further.middle_no
    from nearest
    join nearest as further on further.text_no = nearest.middle_no
    union
    select text_no, text_no
    from wording
),

-- few accounts make no campaign, however alike their texts are; a text alone in its star is no variant, and any star
-- with others in it would have been preferred to that one
crowded as (
    select candidate.middle_no
    from candidate
    join wording on wording.text_no = candidate.text_no
    group by candidate.middle_no
    having sum(wording.authors) >= $min_accounts and count(*) >= least($min_variants, 2)
),

promising as (
    select candidate.text_no, candidate.middle_no
    from candidate
    semi join crowded on crowded.middle_no = candidate.middle_no
),

shingle as (
    select distinct text_no, substring(words, place, size) as letters
    from (
        select text_no, words, size, unnest(generate_series(1, length(words) - size + 1)) as place
        from wording
        semi join promising on promising.text_no = wording.text_no
        where length(words) >= size
    )
),

middle_shingle as (
    select shingle.text_no, shingle.letters
    from shingle
    semi join promising on promising.middle_no = shingle.text_no
),

held as (
    select text_no, count(*) as shingles
    from shingle
    group by text_no
),

in_common as (
    select promising.text_no, promising.middle_no, count(*) as shared
    from shingle
    join promising on promising.text_no = shingle.text_no
    semi join middle_shingle
        on middle_shingle.text_no = promising.middle_no and middle_shingle.letters = shingle.letters
    group by promising.text_no, promising.middle_no
),

alike as (
    select
        in_common.text_no,
        in_common.middle_no,
        cast(sum(wording.authors) over (partition by in_common.middle_no) as bigint) as authors
    from in_common
    join wording on wording.text_no = in_common.text_no
    join held as one on one.text_no = in_common.text_no
    join held as other on other.text_no = in_common.middle_no
    where in_common.shared * 100 >= (one.shingles + other.shingles - in_common.shared) * $min_similarity_percent
),

-- one text belongs to one star, the largest it is part of
placed as (
    select text_no, middle_no
    from alike
    qualify row_number() over (partition by text_no order by authors desc, middle_no) = 1
),

varied as (
    select placed.text_no, placed.middle_no
    from placed
    semi join (
        select middle_no from placed group by middle_no having count(*) >= $min_variants
    ) as star on star.middle_no = placed.middle_no
),

copy as (
    select post.content_id, post.author_id, post.t_us, told.text_no, told.middle_no
    from post
    join (
        select wording.text_key, varied.text_no, varied.middle_no
        from wording
        join varied on varied.text_no = wording.text_no
    ) as told on told.text_key = post.text_key
    semi join writer on writer.author_id = post.author_id
),

crowd as (
    select middle_no
    from copy
    group by middle_no
    having count(distinct author_id) >= $min_accounts and count(distinct text_no) >= $min_variants
),

-- who posts the variants among words of its own fills in a gap
keen as (
    select copy.author_id
    from copy
    semi join crowd on crowd.middle_no = copy.middle_no
    join writer on writer.author_id = copy.author_id
    group by copy.author_id, writer.posts
    having count(*) >= $min_posts and count(*) * 100 >= writer.posts * $min_copied_percent
),

kept as (
    select
        copy.*,
        lead(copy.t_us) over (
            partition by copy.middle_no, copy.author_id order by copy.t_us, copy.content_id
        ) as next_us
    from copy
    semi join crowd on crowd.middle_no = copy.middle_no
    semi join keen on keen.author_id = copy.author_id
),

step as (
    -- an author counts from a copy until the window has passed, or until the next copy counts instead
    select middle_no, t_us as at_us, 1 as authors from kept
    union all
    select
        middle_no,
        case
            when next_us <= t_us + cast($window_s as bigint) * 1000000 then next_us
            else t_us + cast($window_s as bigint) * 1000000 + 1
        end as at_us,
        -1 as authors
    from kept
),

moment as (
    select
        middle_no,
        at_us,
        cast(sum(sum(authors)) over (partition by middle_no order by at_us) as bigint) as in_window
    from step
    group by middle_no, at_us
),

reach as (
    select
        middle_no,
        at_us,
        max(in_window) over (
            partition by middle_no order by at_us
            range between current row and cast($window_s as bigint) * 1000000 following
        ) as authors
    from moment
),

sudden as (
    select kept.content_id, kept.author_id, kept.t_us, kept.text_no, kept.middle_no, reach.authors
    from kept
    join reach on reach.middle_no = kept.middle_no and reach.at_us = kept.t_us
    where reach.authors >= $min_accounts
),

cluster as (
    select middle_no, count(distinct text_no) as variants
    from sudden
    group by middle_no
    having count(distinct text_no) >= $min_variants
),

copier as (
    select sudden.author_id, count(*) as copies, min(sudden.t_us) as first_us, max(sudden.t_us) as last_us, writer.posts
    from sudden
    semi join cluster on cluster.middle_no = sudden.middle_no
    join writer on writer.author_id = sudden.author_id
    group by sudden.author_id, writer.posts
    having count(*) >= $min_posts and count(*) * 100 >= writer.posts * $min_copied_percent
),

favourite as (
    select sudden.author_id, sudden.middle_no, cluster.variants, max(sudden.authors) as peak
    from sudden
    join cluster on cluster.middle_no = sudden.middle_no
    group by sudden.author_id, sudden.middle_no, cluster.variants
    qualify row_number() over (
        partition by sudden.author_id order by max(sudden.authors) desc, sudden.middle_no
    ) = 1
),

evidence as (
    select sudden.author_id as entity_id, sudden.content_id, middle.text_key as cluster_key
    from sudden
    join wording as middle on middle.text_no = sudden.middle_no
    semi join cluster on cluster.middle_no = sudden.middle_no
    semi join copier on copier.author_id = sudden.author_id
)

select
    copier.author_id as entity_id,
    favourite.peak as score,
    make_timestamp(copier.first_us) as first_seen,
    make_timestamp(copier.last_us) as last_seen,
    middle.text_key as cluster_key,
    favourite.variants,
    copier.copies,
    copier.posts,
    round(copier.copies / nullif(copier.posts, 0), 4) as copied_ratio
from copier
join favourite on favourite.author_id = copier.author_id
join wording as middle on middle.text_no = favourite.middle_no
order by score desc, entity_id;

execute near_copy(
    since                  := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until                  := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s               := 86400,                   -- length of the window in seconds, both ends included [1..2592000]
    min_accounts           := 5,                       -- accounts that must post variants of the text within a window [2..100000]
    min_posts              := 2,                       -- variants an account must have posted [1..10000]
    min_variants           := 2,                       -- different texts, after normalising, among them [1..10000]
    min_copied_percent     := 50,                      -- percent of an account's posts of min_length that must be variants [0..100]
    min_similarity_percent := 50,                      -- percent of their shingles that two variants must share [1..100]
    min_length             := 30,                      -- letters and digits a text must have [3..10000]
    max_letters            := 400,                     -- letters of a text that are compared [10..100000]
    sketch                 := 4                        -- sixteenths of all passages by which texts find each other [1..16]
);
