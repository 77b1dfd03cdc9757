-- contact_lure: accounts that answer in many places with a way to reach them outside the platform
--
-- abuse_type:  scam
-- entity:      account
-- severity:    high
-- status:      trial
-- requires:    content.author_id, content.text_norm
-- optional:    content.parent_id - every answer counts as another place, and nobody's own thread is excused
--              events.content_id - every private message counts as one to somebody else
--              events.target_account_id - every private message counts as one to somebody else
--              accounts.handle - cannot see who copies the name of the account answered to
--              accounts.verified - verified help desks look like lures
-- score:       places (things answered to, people written to) where the account left its lure
-- hypothesis:  Advance-fee, trading and recovery scams fish under popular uploads and among people who ask for help: a
--              template with a messenger and a number or name, spelt so that a word list misses it, again and again.
--              The worst copy the handle of the creator whose audience they address.
-- benign:      Creators and shops that answer in their own threads; verified help desks; somebody who tells one friend a
--              number; people who complain about scams and quote them, a few times, among other posts. Not told apart:
--              sellers who are not verified and shop staff with accounts of their own, who give buyers a number under
--              other people's posts or in private messages; read a lure before you act.
-- blind_spots: Lures in pictures, in the profile or in a link; languages and messengers that are not listed; wallets;
--              "message me here"; accounts that leave fewer than min_places lures; a copied handle written in letters of
--              another script (only a to z and digits are compared).
-- source:      Scam comments and their bots (Li et al., NDSS 2024; Na et al., IMC 2023)
-- next:        Read one lure of each account; look for its contact with near_copy; run device_share on the accounts.
-- dsa:         SCAMS_AND_FRAUD:PHISHING, SCAMS_AND_FRAUD:IMPERSONATION_ACCOUNT_HIJACKING
-- disarm:      T0049, T0146
prepare contact_lure as
-- Words are sought in text_norm, where spacing, signs, digits for letters and look-alike letters are undone and numbers
-- stand apart. Russian words are written as their look-alikes leave them: trendkit.tables.text.match_text shows how.
with said as (
    select
        content_id,
        author_id,
        created_at,
        coalesce(parent_id, root_id) as place,
        regexp_matches(
            text_norm,
            'whatsap|watsap|whatsup|wassap|wame |telegram|teleqram|wechat|weixin|kakao|viber|'  -- any language
            || 'lineid|idline|addline|line追加|ライン追加|line登録|'                              -- Japanese
            || 'ไลน์|แอดไลน์|微信|薇信|威信|加薇|加v|카톡|카카오|텔레그램|라인아이디|'                   -- Thai, Chinese, Korean
            || 'teлerp|teлery|batcaπ|botcaπ|baцaπ|baᴎбep|'                                       -- Russian
            || 'واتس|تليجرام|تلغرام|تيليجرام|टेलीग्राम|व्हाट्सऐप|व्हाट्सएप|'                    -- Arabic, Hindi
            || 'nickzalo|quazalo|zalo[a-z]*[ ][0-9]|zaloem|addzalo'                              -- Vietnamese
        ) as channel,
        regexp_matches(text_norm, '[0-9]{9}') as phone,
        text_norm
    from content
    where text_norm is not null and created_at >= $since and created_at < $until
        and (content_type is null or content_type in ('comment', 'reply', 'message'))
),

-- the long list of invitations is read only where there is something to invite to
pointed as (
    select
        content_id,
        author_id,
        created_at,
        place,
        channel,
        phone,
        regexp_matches(
            text_norm,
            'messageme|msgme|textme|dmme|inboxme|hitmeup|writeme|contactme|reachme|addme|writetome|myofficial|'
            || 'on(whatsap|telegram)|via(whatsap|telegram)|my(whatsap|telegram)|'            -- English
            || 'escribeme|contactame|hablame|agregame|por(whatsap|telegram)|miwhatsap|'      -- Spanish
            || 'mechama|chamano|mechano|falecomigo|falacomigo|'                              -- Portuguese
            || 'hubungi|chatsaya|kontaksaya|waadmin|schreibmi|kontaktier|'                   -- Indonesian, German
            || 'nhantin|lienhe|ketban|inboxminh|'                                            -- Vietnamese
            || 'ทัก|แอด|ติดต่อ|加我|私聊|联系我|私我|追加|連絡|登録|문의|연락|추가|'                      -- Thai, Chinese, Japanese, Korean
            || 'πᴎшᴎ|лᴎчky|راسل|تواصل|كلمن|संपर्क|संदेश|मैसेज'                                     -- Russian, Arabic, Hindi
        ) as cue,
        regexp_matches(text_norm, '[0-9]{6}') as number
    from said
    where channel or phone
),

-- a messenger alone is a topic; with a number or an invitation it is a lure
lure as (
    select content_id, author_id, created_at, place
    from pointed
    where channel and (number or cue) or phone and cue
),

-- who lures once tells a friend: who owns the place is asked of those who do it again
again as (
    select author_id
    from lure
    group by author_id
    having count(*) >= least($min_places, $min_places_copying)
),

repeated as (
    select lure.*
    from lure
    semi join again on again.author_id = lure.author_id
),

-- a private message answers nothing: its place is the person it went to, however often
sent as (
    select content_id, min(target_account_id) as recipient_id
    from events
    where content_id in (select content_id from repeated where place is null)
    group by content_id
),

owner as (
    select content.content_id as place, content.author_id as owner_id
    from content
    where content.content_id in (select place from repeated)
),

named as (
    select
        account_id,
        coalesce(verified, false) as verified,
        translate(regexp_replace(lower(handle), '[^a-z0-9]', '', 'g'), '013457l', 'oieasti') as name
    from accounts
    where account_id in (select author_id from again) or account_id in (select owner_id from owner)
),

left_lure as (
    select
        repeated.content_id,
        repeated.author_id,
        repeated.created_at,
        coalesce(repeated.place, 'to ' || sent.recipient_id, repeated.content_id) as place,
        coalesce(
            length(hers.name) >= $min_handle and length(his.name) >= $min_handle
            and levenshtein(hers.name, his.name) <= $max_typos,
            false
        ) as copies_owner
    from repeated
    left join sent on sent.content_id = repeated.content_id
    left join owner on owner.place = repeated.place
    left join named as hers on hers.account_id = repeated.author_id
    left join named as his on his.account_id = owner.owner_id
    where (owner.owner_id is null or owner.owner_id <> repeated.author_id) and not coalesce(hers.verified, false)
),

written as (
    select content.author_id, count(*) as posts
    from content
    semi join again on again.author_id = content.author_id
    where content.text_norm is not null and content.created_at >= $since and content.created_at < $until
        and (content.content_type is null or content.content_type in ('comment', 'reply', 'message'))
    group by content.author_id
),

lurer as (
    select
        left_lure.author_id,
        count(distinct left_lure.place) as places,
        count(*) as lures,
        count(*) filter (where left_lure.copies_owner) as under_copied_name,
        written.posts,
        min(left_lure.created_at) as first_seen,
        max(left_lure.created_at) as last_seen
    from left_lure
    join written on written.author_id = left_lure.author_id
    group by left_lure.author_id, written.posts
    having count(*) * 100 >= written.posts * $min_lure_percent
        and count(distinct left_lure.place) >= case
            when count(*) filter (where left_lure.copies_owner) > 0 then $min_places_copying else $min_places
        end
),

evidence as (
    select left_lure.author_id as entity_id, left_lure.content_id, left_lure.copies_owner
    from left_lure
    semi join lurer on lurer.author_id = left_lure.author_id
)

select
    author_id as entity_id,
    places as score,
    first_seen,
    last_seen,
    lures,
    posts,
    round(lures / nullif(posts, 0), 4) as lure_ratio,
    under_copied_name
from lurer
order by score desc, entity_id;

execute contact_lure(
    since              := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until              := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_places         := 4,                       -- places where an account must leave a lure [1..10000]
    min_places_copying := 2,                       -- places that are enough under the name of an owner it answers [1..10000]
    min_lure_percent   := 50,                      -- percent of an account's answers that must be lures [0..100]
    max_typos          := 1,                       -- letters in which a copied handle may differ [0..5]
    min_handle         := 6                        -- letters and digits a handle must have to be compared [3..100]
);
