-- challenge: every other week two dozen people try the new dance: the same sound, and the three tags the challenge names,
-- once each
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script,
    tags, audio
)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    where $events >= 300000
    group by all
),
dance as (
    select *, unnest(range(6)) as dance_no from place
),
dancer as (
    select
        *,
        noise('challenge', concat_ws('/', market_no, dance_no)) as n,
        (dance_no * 389 + dancer_no * 6053 + 211) % accounts as account_no,
        noise('dancer', concat_ws('/', market_no, dance_no, dancer_no)) as b
    from (select *, unnest(range(24)) as dancer_no from dance) as floor
),
post as (
    select
        *,
        market_no * 100000000 + account_no as person,
        world_start() + to_days(cast(4 + dance_no * 14 + market_no as integer)) + after(unit(b, 0), 200000) as acted_at
    from dancer
)
select
    null, acted_at, person, 'create', null, null, null, null, home_device(person, account_no),
    home_network(post.market_no, account_no), home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'feed',
    post.market_no, remark(tongue.words, b), ['dance', 'challenge', 'step' || die(n, 0, 900)], 'sound-' || 2000 + die(n, 16, 900)
from post
inner join tongue on post.language = tongue.language;
