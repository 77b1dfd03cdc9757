-- truth: everything that took part in a wave, by kind of entity, with its first and last planted act
--
-- account: who did it (not the victims of a login_spray; those of takeover_chain and behaviour_break are
-- who it was done with). device, network: what it was done with, where that is the
-- trade. policy: the rule that punished innocents. content: what was written, boosted or attacked (of a live_raid
-- the stream alone). target: whose account was boosted or attacked.
with act as (
    select planted.*, wave.detector, wave.abuse_type
    from planted
    inner join wave on planted.wave_id = wave.wave_id
),
part as (
    select wave_id, abuse_type, detector, 'account' as entity_type, 'u' || public_number(actor) as entity_id, moment
    from act
    where detector <> 'login_spray'
        -- the tree is found at its root
        and (detector <> 'invite_tree' or action = 'invite')
    union all
    -- decisions are acts of the platform: they lie in no plot
    select job.wave_id, wave.abuse_type, wave.detector, 'policy',
        'policy-' || faulty_policy(job.m) || ' / ' || wave.market, job.moment
    from job
    inner join wave on job.wave_id = wave.wave_id
    where job.detector = 'overturn_drift'
    union all
    select wave_id, abuse_type, detector, 'device', 'd' || long_number(device), moment
    from act
    where detector = 'device_share'
    union all
    select wave_id, abuse_type, detector, 'network', network_name(network), moment
    from act
    where detector in ('login_spray', 'signup_burst')
    union all
    select wave_id, abuse_type, detector, 'content', 'c' || number, moment
    from act
    where action in ('comment', 'reply', 'message') and detector <> 'live_raid'
    union all
    select wave_id, abuse_type, detector, 'content', 'v' || upload, moment
    from act
    where upload is not null and detector not in ('copypasta', 'near_copy', 'self_promotion', 'contact_lure', 'device_share', 'action_burst', 'link_flood', 'infrastructure_share', 'regular_timing')
    union all
    select wave_id, abuse_type, detector, 'target', 'u' || public_number(peer), moment
    from act
    where peer is not null and detector in ('follow_ring', 'report_burst', 'reply_flood', 'target_fixation', 'live_raid')
)
select wave_id, abuse_type, detector, entity_type, entity_id, min(moment) as first_at, max(moment) as last_at
from part
group by all
order by wave_id, entity_type, entity_id
