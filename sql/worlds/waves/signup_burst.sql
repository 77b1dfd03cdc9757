-- signup_burst: a script fills in the form every minute or two from one rented network, on a handful of emulators,
-- with one mail domain and a pattern of names; sixteen accounts per job
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
select
    wave_id, created_at, account, 'signup', null, null, 'ok', null,
    device, network, asn, 15, 'account', market_no, null
from bot
where detector = 'signup_burst' and created_at < world_end();
