-- target_fixation: one account goes after the same target for days: no stars for the same shop (profile), or answers
-- under the same post (feed)
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with obsession as (
    select job.*, bot.account, bot.account_no, bot.device, bot.network, bot.asn
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
        and bot.bot_no = case when job.phase = 0 and job.day >= job.mitigated_day then 1 else die(job.m, 0, job.bots) end
    where job.detector = 'target_fixation'
),
step as (select *, unnest(range(5 + die(m, 16, 7))) as step_no from obsession),
drawn as (
    select *, noise('target_fixation', concat_ws('/', account, day, order_no, step_no)) as b
    from step
),
quarry as (
    -- the target of an account changes every ten days
    select
        drawn.*,
        drawn.moment + to_seconds(step_no * 400) + after(unit(b, 0), 350) as acted_at,
        drawn.market_no * 100000000 + past.uploads_before
            - 1 - die(noise('quarry', concat_ws('/', account, day // 10)), 0, 65536) % past.recent as prey
    from drawn
    inner join clock as past
        on world_start() + to_days(cast(drawn.day // 10 * 10 as integer)) = past.hour and drawn.market_no = past.market_no
)
select
    wave_id, acted_at, account,
    case when surface = 'profile' then 'rate' else 'reply' end,
    case when surface <> 'profile' then prey end,
    upload.author, null,
    case when surface = 'profile' then 0 end,
    device, network, asn, 18, surface, quarry.market_no,
    case when surface <> 'profile' then taunt(tongue.words, die(b, 24, 5000)) end
from quarry
inner join upload on quarry.prey = upload.upload
inner join market on quarry.market_no = market.market_no
inner join tongue on market.language = tongue.language
where acted_at < world_end();
