-- report_fixation: somebody wants an author gone and reports whatever they published, evening after evening, from two
-- accounts on one phone
insert into plot
    (wave_id, moment, actor, action, upload, peer, status, device, network, asn, client, surface, market_no)
with hater as (
    select job.*, bot.account, bot.device, bot.network, bot.asn, bot.bot_no, bot.banned_at,
        world_start() + to_days(cast(coalesce(wave.end_day, world_days()) as integer)) as over_at
    from job
    inner join wave on job.wave_id = wave.wave_id
    inner join bot on job.wave_id = bot.wave_id and job.crew_no = bot.crew_no and job.crew = bot.crew
    where job.detector = 'report_fixation'
),
work as (
    select hater.*, upload.author, list(other.upload order by other.upload) as works
    from hater
    inner join upload on hater.upload = upload.upload
    inner join upload as other on upload.author = other.author and other.moment < hater.moment
    group by all
),
filed as (select *, unnest(range(5 + die(m, 8, 5))) as report_no from work),
drawn as (
    select *, noise('report_fixation', concat_ws('/', account, day, order_no, report_no)) as b from filed
),
acted as (
    select *, moment + to_hours(report_no % 4 * 24) + after(unit(b, 0), 7000) as acted_at from drawn
)
select
    wave_id, acted_at, account, 'report', works[1 + die(b, 16, len(works))], author,
    case when die(b, 32, 100) < 4 then 'upheld' when die(b, 32, 100) < 20 then 'duplicate' else 'rejected' end,
    device, network, asn, bot_no % 3 + 11, surface, market_no
from acted
where acted_at < least(over_at, world_end()) and (banned_at is null or acted_at < banned_at);
