-- contact_lure: an operator answers under popular uploads with a messenger and a number, spelt so that a word list misses
-- it; three or four answers an hour from each of a few accounts, each account with its own number
insert into plot (
    wave_id, moment, actor, action, upload, peer, device, network, asn, client, surface, market_no, script
)
select
    wave_id, acted_at, account, 'reply', spot, author, device, network, asn, bot_no % 3 + 11, surface, market_no,
    lure(dropped.language, pick(tongue.product, account), account, b)
from dropped
inner join tongue on dropped.language = tongue.language
where detector = 'contact_lure';
