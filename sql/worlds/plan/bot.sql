-- bot: the accounts that do the planted work
--
-- Most are bought or farmed weeks before their first job. They sit behind rented residential networks, two or
-- three to one; a rack of devices is shared only where that is the trade (see waves/device_share.sql). Who registers
-- accounts in bulk does it on emulators: three operators in four use one for two to six accounts before they reset it,
-- the fourth forges a device for each.
create table bot as
with crew as (
    select wave_id, detector, market_no, crew_no, crew, min(bots) as bots, min(mitigated_day) as mitigated_day,
        min(phase) as phase, min(moment) as first_job
    from job
    where bots > 0
    group by wave_id, detector, market_no, crew_no, crew
),
member as (select *, unnest(range(bots)) as bot_no from crew),
numbered as (
    select
        *,
        50000000 + row_number() over (partition by market_no order by wave_id, crew_no, crew, bot_no) as account_no,
        noise('burst', concat_ws('/', wave_id, crew_no, crew)) as c,
        noise('bot', concat_ws('/', wave_id, crew_no, crew, bot_no)) as n
    from member
)
select
    numbered.wave_id,
    numbered.detector,
    numbered.market_no,
    numbered.crew_no,
    numbered.crew,
    numbered.bot_no,
    numbered.account_no,
    numbered.n,
    numbered.market_no * 100000000 + numbered.account_no as account,
    case detector
        -- the burst itself: the script pauses a minute or two between two forms
        when 'signup_burst' then first_job + to_seconds(bot_no * 100) + wait(n, 0, 40)
        -- registered for one order, a day or two before
        when 'low_activity' then first_job - after(0.01 + unit(n, 0), 2 * 86400)
        -- registered for the raids of a week
        when 'live_raid' then first_job - after(0.01 + unit(n, 0), 9 * 86400)
        -- a kit is unpacked by hand, over two days
        when 'persona_share' then first_job - after(0.01 + unit(n, 0), 2 * 86400)
        when 'dormant_wakeup' then timestamp '2024-06-01' + after(unit(n, 0), 600 * 86400)
        -- a first life of weeks, banned by the first job; the second begins hours or days later
        when 'ban_return' then case bot_no
            when 0 then first_job - after(0.2 + unit(n, 0), 40 * 86400)
            else first_job + interval 90 minute + wait(n, 0, 100000)
        end
        -- the tree grows by script, a few minutes between two invitations
        when 'invite_tree' then first_job + to_seconds(bot_no * 400) + wait(n, 0, 30)
        else date_trunc('day', first_job) - after(0.02 + power(unit(n, 0), 2), 150 * 86400)
    end as created_at,
    case
        when detector = 'signup_burst' then 7000000 + numbered.market_no * 100000 + die(c, 0, 60000)
        -- six accounts of a farm to a line; a tree behind two lines; most who come back do so from where they were
        when detector = 'infrastructure_share'
            then numbered.market_no * 100000000 + 60000000 + (numbered.account_no - bot_no % 6) // 2
        when detector = 'invite_tree'
            then numbered.market_no * 100000000 + 60000000 + (numbered.account_no - bot_no + bot_no % 2 * 4) // 2
        when detector = 'ban_return' and (bot_no = 0 or die(n, 32, 10) < 8)
            then numbered.market_no * 100000000 + 60000000 + (numbered.account_no - bot_no) // 2
        when detector = 'ban_return' then numbered.market_no * 100000000 + 40000000 + numbered.account_no
        else numbered.market_no * 100000000 + 60000000 + numbered.account_no // 2
    end as network,
    market.first_asn + 2 + die(n, 24, 3) as asn,
    case
        -- a rack has four devices that the whole crew takes turns on
        when detector = 'device_share' then 8000000000 + numbered.market_no * 400000000 + (numbered.account_no - bot_no) * 4
        -- one person, one phone, several accounts
        when detector in ('unwanted_contact', 'report_fixation')
            then numbered.market_no * 100000000 + numbered.account_no - bot_no
        when detector = 'signup_burst' and die(c, 16, 4) > 0
            then numbered.market_no * 100000000 + numbered.account_no - bot_no % (2 + die(c, 32, 5))
        -- three accounts to a handset
        when detector = 'infrastructure_share' then numbered.market_no * 100000000 + numbered.account_no - bot_no % 3
        when detector = 'invite_tree' then numbered.market_no * 100000000 + numbered.account_no - bot_no % 4
        -- six in ten come back on the same device, the others reset or replace it
        when detector = 'ban_return' and die(n, 16, 10) < 6
            then numbered.market_no * 100000000 + numbered.account_no - bot_no
        else numbered.market_no * 100000000 + numbered.account_no
    end as device,
    -- mitigation bans the half of the crew that was easiest to find; a returning wave brings new accounts
    case
        when detector = 'ban_return' then case when bot_no = 0 then first_job end
        -- accounts made after the sweep were not there to be swept
        when detector in ('unwanted_contact', 'report_fixation', 'live_raid')
            and first_job >= world_start() + to_days(cast(mitigated_day as integer)) then null
        when phase = 0 and bot_no % 2 = 0 then world_start() + to_days(cast(mitigated_day as integer))
    end as banned_at
from numbered
inner join market on numbered.market_no = market.market_no;
