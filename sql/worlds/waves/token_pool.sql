-- token_pool: people lent their tokens for free likes of their own; the seller's app takes turns with them, so that each
-- order is spread over a part of the pool and over a few hours
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script, app
)
with invited as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        noise('token_pool', concat_ws('/', job.wave_id, job.crew_no, job.day, job.order_no, bot.bot_no)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'token_pool'
),
-- two tokens in five are drawn for an order; the platform revoked the app when it mitigated, so there is a new one after
present as (
    select
        *,
        moment + after(unit(b, 16), 10000) as acted_at,
        'token-' || noise('token', concat_ws('/', wave_id, crew_no, coalesce(day >= mitigated_day, false))) % 1000000 as token
    from invited
    where unit(b, 40) < 0.42
)
select
    present.wave_id, acted_at, account, 'like', present.upload, upload.author, null, null,
    device, network, asn, 0, surface, present.market_no, null, token
from present
inner join upload on present.upload = upload.upload
where banned_at is null or acted_at < banned_at;
