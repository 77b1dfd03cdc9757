-- near_copy: a crew spins one pitch: another greeting, another address and other disguises in every copy; each bot drops
-- two or three under popular uploads an hour
insert into plot (
    wave_id, moment, actor, action, upload, peer, device, network, asn, client, surface, market_no, script
)
select
    wave_id, acted_at, account, 'comment', spot, author, device, network, asn, bot_no % 3 + 11, surface, market_no,
    -- each crew has one product, for as long as it sells
    spun(tongue.words, pick(tongue.product, die(noise('product', concat_ws('/', wave_id, crew_no)), 0, 1000)), b)
from dropped
inner join tongue on dropped.language = tongue.language
where detector = 'near_copy';
