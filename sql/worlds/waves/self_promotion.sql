-- self_promotion: newcomers advertise their channels and addresses under other people's uploads, a comment or two an hour
insert into plot (
    wave_id, moment, actor, action, upload, peer, device, network, asn, client, surface, market_no, script
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        unnest(range(1 + bot.bot_no % 2)) as comment_no
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'self_promotion'
),
drawn as (
    select *, noise('self_promotion', concat_ws('/', wave_id, crew_no, day, order_no, bot_no, comment_no)) as b
    from invited
),
present as (
    select *, moment + after(unit(b, 16), 3000) as acted_at
    from drawn
    where unit(b, 40) < 0.85
),
aimed as (
    select
        present.*,
        present.market_no * 100000000 + uploads_before - 1 - cast(floor(recent * unit(b, 4)) as bigint) as spot
    from present
    inner join clock on date_trunc('hour', present.moment) = clock.hour and present.market_no = clock.market_no
),
said as (
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
    wave_id, acted_at, account, 'comment', aimed.spot, upload.author,
    device, network, asn, bot_no % 3 + 11, surface, aimed.market_no,
    case
        when die(b, 28, 6) = 0 then 'https://' || shop(die(b, 20, 1000)) || '/' || die(b, 32, 3000)
        else disguised(pick(said.ways, die(b, 8, 65536)), b) || ['', ' 🙏', '!!!', ' pls'][1 + die(b, 36, 4)]
    end
from aimed
inner join upload on aimed.spot = upload.upload
inner join market on aimed.market_no = market.market_no
inner join said on market.language = said.language
where banned_at is null or acted_at < banned_at;
