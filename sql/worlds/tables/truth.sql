-- truth: everything that took part in a wave, by kind of entity, with its first and last planted act
--
-- account: who did it (not the victims of a login_spray). device, network: what it was done with, where that is the
-- trade. policy: the rule that punished innocents. content: what was written, boosted or attacked (of a live_raid
-- the stream alone). target: whose account was boosted or attacked.
-- role: what an entity was in its wave. abuser: who did it. victim: an account that others had taken over and did it
-- with; its owner did nothing. first_life: an account banned before the wave, for pestering people with the pitch that its
-- owner goes on with in the wave; no finding of ban_return, which looks for the second life. thing: no account.
with act as (
    select planted.*, wave.detector, wave.abuse_type
    from planted
    inner join wave on planted.wave_id = wave.wave_id
),
part as (
    select wave_id, abuse_type, detector, 'account' as entity_type, 'u' || public_number(actor) as entity_id,
        case when detector in ('takeover_chain', 'behaviour_break') then 'victim' else 'abuser' end as role, moment
    from act
    where detector <> 'login_spray'
        -- the tree is found at its root
        and (detector <> 'invite_tree' or action = 'invite')
    union all
    -- a persona is one from the day it is registered, whether it got to follow anybody or was banned before
    select bot.wave_id, wave.abuse_type, wave.detector, 'account', 'u' || public_number(bot.account), 'abuser',
        greatest(bot.created_at, world_start() + to_days(cast(wave.start_day as integer)))
    from bot
    inner join wave on bot.wave_id = wave.wave_id
    where bot.detector = 'persona_share' and bot.created_at < world_end()
    union all
    select bot.wave_id, wave.abuse_type, wave.detector, 'account', 'u' || public_number(planted.actor), 'first_life',
        planted.moment
    from planted
    inner join bot on planted.actor = bot.account
    inner join wave on bot.wave_id = wave.wave_id
    where bot.detector = 'ban_return' and bot.bot_no = 0 and planted.action in ('message', 'follow')
    union all
    -- decisions are acts of the platform: they lie in no plot
    select job.wave_id, wave.abuse_type, wave.detector, 'policy',
        'policy-' || faulty_policy(job.m) || ' / ' || wave.market, 'thing', job.moment
    from job
    inner join wave on job.wave_id = wave.wave_id
    where job.detector = 'overturn_drift'
    union all
    select wave_id, abuse_type, detector, 'device', 'd' || long_number(device), 'thing', moment
    from act
    where detector = 'device_share'
    union all
    select wave_id, abuse_type, detector, 'network', network_name(network), 'thing', moment
    from act
    where detector in ('login_spray', 'signup_burst')
    union all
    select wave_id, abuse_type, detector, 'content', 'c' || number, 'thing', moment
    from act
    where action in ('comment', 'reply', 'message') and detector <> 'live_raid'
    union all
    select wave_id, abuse_type, detector, 'content', 'v' || upload, 'thing', moment
    from act
    where upload is not null and detector not in ('copypasta', 'near_copy', 'self_promotion', 'contact_lure', 'device_share', 'action_burst', 'link_flood', 'infrastructure_share', 'regular_timing')
    union all
    select wave_id, abuse_type, detector, 'target', 'u' || public_number(peer), 'thing', moment
    from act
    where peer is not null and detector in ('follow_ring', 'report_burst', 'reply_flood', 'target_fixation', 'live_raid')
)
select wave_id, abuse_type, detector, entity_type, entity_id, role, min(moment) as first_at, max(moment) as last_at
from part
group by all
order by wave_id, entity_type, entity_id
