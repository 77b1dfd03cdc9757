-- self_promotion: comments under other people's uploads that invite the reader elsewhere
--
-- abuse_type:  spam
-- entity:      content
-- severity:    low
-- status:      trial
-- requires:    content.author_id, content.text_norm
-- optional:    content.root_id - nobody's own thread is excused
--              content.content_type - uploads count like comments
-- score:       invitations: phrases of the pack that the comment holds, and one more where it begins with an address
-- hypothesis:  Popular uploads are billboards: "check out my channel", "sub for sub", a bare address, an offer of easy
--              money. The comment speaks of the writer and not of what it answers, and one of it is enough.
-- benign:      Creators who invite in their own threads; viewers who tell the creator that they subscribed; fans who speak
--              of "my channel", of gift cards or of making money, or give the address of a song; charities. A single
--              finding is a nuisance, not a campaign.
-- blind_spots: Languages, services and wordings that are not listed; a link after other words; an address without http
--              that begins www.e, www.f, www.i or www.j or ends otherwise than in com, net or org; invitations in a
--              name or a picture; text that only praises and lets the profile invite.
-- source:      TubeSpam comment labels (Alberto, Lochter & Almeida, ICMLA 2015)
-- next:        Look at the account's other comments; run near_copy, link_flood and contact_lure on the authors.
-- dsa:         OTHER_VIOLATION_TC
-- disarm:      T0049
prepare self_promotion as
-- Phrases are written as trendkit.tables.text.match_text leaves them: no spaces, marks or signs, look-alikes undone.
with phrase as (
    select language, kind, words
    from (values
        ('en', 'subscribe', 'subscribeme'), ('en', 'subscribe', 'subscribemy'), ('en', 'subscribe', 'pleasesubscribe'),
        ('en', 'subscribe', 'plzsubscribe'), ('en', 'subscribe', 'plssubscribe'), ('en', 'subscribe', 'subscribeplea'),
        ('en', 'subscribe', 'subscribelike'), ('en', 'subscribe', 'subscribeback'), ('en', 'subscribe', 'suscribe'),
        ('en', 'subscribe', 'subtomy'), ('en', 'subscribe', 'submy'), ('en', 'subscribe', 'subme'),
        ('en', 'subscribe', 'subback'), ('en', 'subscribe', 'sub 4 sub'), ('en', 'subscribe', 'subasub'),
        ('en', 'subscribe', 'subforsub'), ('en', 'subscribe', 'asubonmy'), ('en', 'subscribe', 'subscribestome'),
        ('en', 'subscribe', 'sucscribe'), ('en', 'subscribe', 'subscribeto'), ('en', 'subscribe', 'subscribeand'),
        ('en', 'subscribe', 'clickonthesubscribe'), ('en', 'subscribe', 'somesubs'),
        ('en', 'subscribe', 'smallyoutuber'), ('en', 'subscribe', 'newyoutuber'), ('en', 'subscribe', 'subscribeinmy'),
        ('en', 'subscribe', 'helpmereach'), ('en', 'subscribe', 'ifiget'), ('en', 'subscribe', 'ifireach'),
        ('en', 'look', 'mychannel'), ('en', 'look', 'mychanel'), ('en', 'look', 'ourchannel'),
        ('en', 'look', 'mynewchannel'), ('en', 'look', 'myyoutubechannel'), ('en', 'look', 'checkmeout'),
        ('en', 'look', 'checkusout'), ('en', 'look', 'checkmy'), ('en', 'look', 'checkoutmy'),
        ('en', 'look', 'checkoutour'), ('en', 'look', 'checkoutthisvideo'), ('en', 'look', 'checkoutthisplaylist'),
        ('en', 'look', 'checkoutthischannel'), ('en', 'look', 'gamingchannel'), ('en', 'look', 'lookupmy'),
        ('en', 'look', 'lookmeup'), ('en', 'look', 'pleasecheck'), ('en', 'look', 'plzcheck'),
        ('en', 'look', 'comecheck'), ('en', 'look', 'gocheck'), ('en', 'look', 'comeandcheck'),
        ('en', 'look', 'checkthisawesome'), ('en', 'look', 'visitmy'), ('en', 'look', 'gotomy'),
        ('en', 'look', 'watchmy'), ('en', 'look', 'listentomy'), ('en', 'look', 'mynewsong'),
        ('en', 'look', 'mynewtrack'), ('en', 'look', 'seemynew'), ('en', 'look', 'myvideos'), ('en', 'look', 'myvidios'),
        ('en', 'look', 'mycover'), ('en', 'look', 'ourvids'), ('en', 'look', 'mymixtape'), ('en', 'look', 'myrap'),
        ('en', 'look', 'wouldyoucheck'), ('en', 'look', 'imarapper'), ('en', 'look', 'arapperwith'),
        ('en', 'follow', 'followme'), ('en', 'follow', 'followmy'), ('en', 'follow', 'addme'),
        ('en', 'follow', 'joinme'), ('en', 'follow', 'likemypage'), ('en', 'follow', 'likethispage'),
        ('en', 'follow', 'likethisfacebook'), ('en', 'follow', 'followforfollow'), ('en', 'follow', 'follow 4 follow'),
        ('en', 'follow', 'onmyinstagram'), ('en', 'follow', 'meoninstagram'), ('en', 'follow', 'usoninstagram'),
        ('en', 'follow', 'voteforme'), ('en', 'follow', 'voteforus'), ('en', 'follow', 'voteformy'),
        ('en', 'follow', 'followthis'), ('en', 'follow', 'followersplease'), ('en', 'follow', 'pleaselike'),
        ('en', 'follow', 'helptolike'), ('en', 'follow', 'facebookcom'), ('en', 'follow', 'twittercom'),
        ('en', 'follow', 'instagramcom'), ('en', 'follow', 'twitchtv'), ('en', 'follow', 'soundcloudcom'),
        ('en', 'money', 'giftcard'), ('en', 'money', 'earnmoney'), ('en', 'money', 'extramoney'),
        ('en', 'money', 'makemoney'), ('en', 'money', 'makingmoney'), ('en', 'money', 'realmoney'),
        ('en', 'money', 'moneyhere'), ('en', 'money', 'needmoney'), ('en', 'money', 'freemoney'),
        ('en', 'money', 'paypal'), ('en', 'money', 'gofundme'), ('en', 'money', 'indiegogo'),
        ('en', 'money', 'helpmyproject'), ('en', 'money', 'pleasehelpmego'), ('en', 'money', 'clickhere'),
        ('en', 'money', 'clickfor'), ('en', 'money', 'forfreenow'), ('en', 'money', 'isell'), ('en', 'money', 'donatetom'),
        ('en', 'money', 'getpaid'), ('en', 'money', 'clickonthelink'), ('en', 'money', 'clickthelink'),
        ('en', 'money', 'pleasevisit'), ('en', 'money', 'signupforfree'), ('en', 'money', 'registerfree'),
        ('en', 'money', 'downloadnow'), ('en', 'money', 'pleasedownload'), ('en', 'money', 'youcanbuy'),
        ('en', 'money', 'buyhere'), ('en', 'money', 'jointoour'),
        ('es', 'subscribe', 'suscribanse'), ('es', 'subscribe', 'sesuscriban'), ('es', 'look', 'micanal'),
        ('es', 'look', 'visitami'), ('es', 'look', 'pasenpormi'), ('es', 'look', 'miramivideo'),
        ('es', 'follow', 'sigueme'), ('es', 'follow', 'siganme'), ('es', 'money', 'ganadinero'),
        ('es', 'money', 'ganardinero'),
        ('pt', 'subscribe', 'seinscreve'), ('pt', 'subscribe', 'inscrevasenomeu'), ('pt', 'subscribe', 'inscrevam'),
        ('pt', 'look', 'meucanal'), ('pt', 'look', 'visitemeu'), ('pt', 'look', 'vejameuvideo'),
        ('pt', 'follow', 'mesegue'), ('pt', 'follow', 'mesigam'), ('pt', 'follow', 'seguedevolta'),
        ('pt', 'money', 'ganhedinheiro'), ('pt', 'money', 'ganhardinheiro'),
        ('id', 'subscribe', 'subscribechannel'), ('id', 'subscribe', 'subscribebalik'),
        ('id', 'subscribe', 'subscribeya'), ('id', 'look', 'channelsaya'), ('id', 'look', 'channelku'),
        ('id', 'look', 'mampirke'), ('id', 'look', 'kunjungi'), ('id', 'follow', 'followakun'),
        ('id', 'follow', 'followbalik'), ('id', 'follow', 'ikutiakun'), ('id', 'money', 'dapatkanuang'),
        ('id', 'money', 'hasilkanuang'), ('id', 'money', 'cariuang'),
        ('vi', 'subscribe', 'dangkykenh'), ('vi', 'subscribe', 'dangkikenh'), ('vi', 'look', 'kenhcuaminh'),
        ('vi', 'look', 'kenhminh'), ('vi', 'look', 'kenhcuatoi'), ('vi', 'look', 'ghekenh'),
        ('vi', 'follow', 'theodoiminh'), ('vi', 'follow', 'theodoikenh'), ('vi', 'money', 'kiemtien'),
        ('th', 'subscribe', 'ฝากกดติดตาม'), ('th', 'subscribe', 'กดติดตามช่อง'), ('th', 'subscribe', 'ซับช่อง'),
        ('th', 'look', 'ช่องของผม'), ('th', 'look', 'ช่องของเรา'), ('th', 'look', 'ช่องเรา'), ('th', 'look', 'ฝากช่อง'),
        ('th', 'follow', 'ฝากติดตาม'), ('th', 'follow', 'ติดตามเรา'), ('th', 'money', 'หาเงิน'),
        ('th', 'money', 'สร้างรายได้'),
        ('ja', 'subscribe', 'チャンネル登録お願い'), ('ja', 'subscribe', '登録してください'), ('ja', 'look', '私のチャンネル'),
        ('ja', 'look', '僕のチャンネル'), ('ja', 'look', '見に来て'), ('ja', 'follow', 'フォローして'), ('ja', 'money', '稼げ'),
        ('ja', 'money', 'お金を稼'),
        ('zh', 'subscribe', '订阅我'), ('zh', 'subscribe', '訂閱我'), ('zh', 'look', '我的频道'), ('zh', 'look', '我的頻道'),
        ('zh', 'look', '来看我'), ('zh', 'follow', '关注我'), ('zh', 'follow', '關注我'), ('zh', 'follow', '互粉'),
        ('zh', 'follow', '互关'), ('zh', 'money', '赚钱'), ('zh', 'money', '賺錢'),
        ('de', 'subscribe', 'abonniertmich'), ('de', 'subscribe', 'abonnieremeinen'), ('de', 'look', 'meinkanal'),
        ('de', 'look', 'meinenkanal'), ('de', 'look', 'schautbeimir'), ('de', 'follow', 'folgtmir'),
        ('de', 'follow', 'folgmir'), ('de', 'money', 'geldverdienen'),
        ('hi', 'subscribe', 'सब्सक्राइबकरें'), ('hi', 'look', 'मेराचैनल'), ('hi', 'look', 'मेरेचैनल'),
        ('hi', 'follow', 'मुझेफॉलो'), ('hi', 'money', 'पैसेकमाएं'),
        ('ar', 'subscribe', 'اشتركفيقناتي'), ('ar', 'subscribe', 'اشتركوافي'), ('ar', 'look', 'قناتي'),
        ('ar', 'follow', 'تابعني'), ('ar', 'follow', 'تابعوني'), ('ar', 'money', 'اربحالمال'),
        ('ru', 'subscribe', 'πoдπᴎшᴎcbha'), ('ru', 'subscribe', 'πoдπᴎcblbaᴎtecb'), ('ru', 'look', 'moᴎkahaл'),
        ('ru', 'look', 'moemkahaлe'), ('ru', 'follow', 'дoбabляᴎcя'), ('ru', 'money', 'ɜapaбotatbдehbrᴎ')
    ) as pack (language, kind, words)
),

-- what everybody says, and what invites only beside an address or a channel
common as (
    select language, kind, words
    from (values
        ('en', 'look', 'checkout'), ('en', 'look', 'checkedout'), ('en', 'look', 'checkitout'), ('en', 'look', 'lookup'),
        ('en', 'look', 'watchthis'), ('en', 'follow', 'oninstagram'), ('en', 'follow', 'votefor'),
        ('en', 'money', 'donate')
    ) as pack (language, kind, words)
),

comment as (
    select content_id, author_id, created_at, text_norm, coalesce(root_id, parent_id) as place
    from content
    where created_at >= $since and created_at < $until and text_norm is not null
        and (content_type is null or content_type in ('comment', 'reply'))
),

-- many say the same: each wording is read once
wording as (
    select distinct text_norm
    from comment
),

found as (
    select wording.text_norm, phrase.kind, phrase.words
    from wording
    cross join phrase
    where contains(wording.text_norm, phrase.words)
    union all
    select wording.text_norm, common.kind, common.words
    from wording
    cross join common
    where contains(wording.text_norm, common.words)
        and (contains(wording.text_norm, 'http') or contains(wording.text_norm, 'channel'))
    union all
    -- an address after other words may be a source; one that comes first is the message. Squeezed, www begins as the
    -- names of wrestling, of the wars and of the panda do: those letters are left out, and a domain must follow
    select text_norm, 'address' as kind, 'http' as words
    from wording
    where starts_with(text_norm, 'http') or regexp_matches(text_norm, '^ww[^efij ][^ ]{1,40}(com|net|org)')
),

invitation as (
    select text_norm, count(*) as invitations, count(distinct kind) as kinds
    from found
    group by text_norm
    having count(*) >= $min_invitations
),

owner as (
    select content_id as place, author_id as owner_id
    from content
    where content_id in (select place from comment)
),

inviting as (
    select comment.content_id, comment.author_id, comment.created_at, invitation.invitations, invitation.kinds
    from comment
    join invitation on invitation.text_norm = comment.text_norm
    left join owner on owner.place = comment.place
    where owner.owner_id is null or owner.owner_id <> comment.author_id
),

evidence as (
    select content_id as entity_id, content_id, invitations
    from inviting
)

select
    content_id as entity_id,
    invitations as score,
    created_at as first_seen,
    created_at as last_seen,
    author_id,
    kinds
from inviting
order by score desc, entity_id;

execute self_promotion(
    since           := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until           := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_invitations := 1                        -- invitations a comment must hold [1..20]
);
