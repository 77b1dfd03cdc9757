-- invite_tree: fifteen accounts for the reward of inviting them: ten by the root, five by the first of those; registered
-- by script on four emulators behind two lines, each does the one thing the reward asks for and is never seen again
insert into plot (
    wave_id, moment, actor, action, upload, peer, status, value, device, network, asn, client, surface, market_no, script
)
with member as (
    select
        job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.created_at,
        noise('invite_tree', concat_ws('/', bot.account, job.day)) as b
    from job
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'invite_tree'
),
root as (select wave_id, crew_no, crew, account from member where bot_no = 0),
grown as (
    select member.*, root.account as root
    from member
    inner join root on root.wave_id = member.wave_id and root.crew_no = member.crew_no and root.crew = member.crew
    where bot_no > 0
),
act as (
    select *, created_at - interval 40 second as acted_at, 'invite' as action, root as actor, account as other
    from grown where bot_no <= 10
    union all
    select *, created_at, 'signup', account, null from grown
    union all
    select *, created_at + interval 20 second + wait(b, 0, 15), 'accept', account, root from grown where bot_no <= 10
    union all
    select *, created_at + interval 50 second + wait(b, 24, 40), 'follow', account, root from grown
)
select
    wave_id, acted_at, actor, action, null, other, case when action = 'signup' then 'ok' end, null,
    device, network, asn, 15, surface, market_no, null
from act
where acted_at < world_end();
