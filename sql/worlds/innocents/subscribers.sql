-- subscribers: viewers tell a creator that they subscribed, ask for the song and give a source after their words; the
-- creator invites to the own channel in the own threads
insert into plot (
    wave_id, moment, actor, action, upload, peer, device, network, asn, client, surface, market_no, script
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where market.language in ('en', 'pt', 'vi')
    group by all
),
thread as (
    select place.*, upload.upload, upload.author, upload.moment, unnest(range(4)) as comment_no
    from place
    inner join upload
        on upload.market_no = place.market_no and upload.author = place.market_no * 100000000 + 29 % place.accounts
    where upload.moment >= world_start()
),
person as (
    select
        *,
        noise('subscribers', concat_ws('/', upload, comment_no)) as b,
        case when comment_no = 0 then author % 100000000 else (comment_no * 6007 + upload % 9973) % accounts end as account_no
    from thread
),
said as (
    select *
    from (values
        ('en', 'thank you all, more on my channel', ['just subscribed, great work', 'what is the song at the end please',
               'the news had it too https://news-1.example/7']),
        ('pt', 'obrigado a todos, tem mais no meu canal', ['acabei de me inscrever, parabéns', 'qual é a música do final',
               'saiu no jornal https://news-2.example/7']),
        ('vi', 'cảm ơn mọi người, ghé kênh mình xem thêm', ['mình vừa đăng ký rồi nhé', 'cho mình hỏi bài hát cuối là gì',
               'báo cũng đăng rồi https://news-3.example/7'])
    ) as said (language, invitation, ways)
)
select
    null, moment + to_hours(cast(1 + 3 * comment_no as integer)), person.market_no * 100000000 + account_no, 'comment',
    upload, author, home_device(person.market_no * 100000000 + account_no, account_no),
    home_network(person.market_no, account_no), home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'feed',
    person.market_no, case when comment_no = 0 then invitation else pick(ways, die(b, 0, 65536)) end
from person
inner join said on person.language = said.language
where moment + to_hours(cast(1 + 3 * comment_no as integer)) < world_end();
