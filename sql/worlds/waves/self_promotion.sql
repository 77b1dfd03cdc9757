-- self_promotion: newcomers advertise their channels and addresses under other people's uploads, a comment or two an hour
insert into plot (
    wave_id, moment, actor, action, upload, peer, device, network, asn, client, surface, market_no, script
)
with said as (
    select *
    from (values
        ('en', ['hey guys check out my channel', 'sub4sub anyone? i always sub back', 'follow me on my page, daily clips',
                'I make covers too, my channel is small', 'earn money at home, ask me how']),
        ('pt', ['passa lá no meu canal', 'se inscreve que eu me inscrevo de volta', 'me segue que eu sigo de volta',
                'visite meu perfil, posto todo dia', 'ganhe dinheiro em casa, pergunte como']),
        ('vi', ['mọi người ghé kênh mình nhé', 'đăng ký kênh giúp mình với', 'theo dõi mình nha mọi người',
                'kênh của mình mới lập', 'kiếm tiền tại nhà, hỏi mình nhé'])
    ) as said (language, ways)
)
select
    wave_id, acted_at, account, 'comment', spot, author, device, network, asn, bot_no % 3 + 11, surface, market_no,
    case
        when die(b, 28, 6) = 0 then 'https://' || shop(die(b, 20, 1000)) || '/' || die(b, 32, 3000)
        else disguised(pick(said.ways, die(b, 8, 65536)), b) || ['', ' 🙏', '!!!', ' pls'][1 + die(b, 36, 4)]
    end
from dropped
inner join said on dropped.language = said.language
where detector = 'self_promotion';
