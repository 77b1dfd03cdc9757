-- hollow_views: content most of whose views last a moment and repeat on one device or come from accounts that do nothing else
--
-- abuse_type:  fake_engagement
-- entity:      content
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id
-- optional:    events.value - cannot see how long a view lasted: hollow is then what repeats and comes from an account that
--              does nothing else
--              events.device_id_hash - repeats are counted per account, not per device
--              events.surface - one usual share for all surfaces: a feed that plays by itself stands out
-- acts:        view
-- score:       hollow views: left at once, and repeated on one device or by an account that does nothing else
-- hypothesis:  A view farm plays one upload again and again on few devices, for as long as it takes to be counted, with
--              accounts that do nothing but view.
-- benign:      Videos that start by themselves in a feed or on another page are left after a second, but once each, by
--              people who also do other things; where those who only look do the same, a weak upload of such a feed is no
--              worse than what else is shown there (min_above_pct). A song is repeated, but to its end. People who only
--              look are many, and watch what they look at.
-- blind_spots: A surface that farms have nearly to themselves; farms that play to the end; accounts that like now and
--              then and view each thing only a few times; live streams whose value is not time watched.
-- source:      practice of view audits; there is no open benchmark
-- next:        Take the hollow views out of the count, then look at the devices with device_share.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0121
prepare hollow_views as
-- The entity is the content: the views on it are what is corrected, and what its owner is paid for. Devices and accounts
-- are in the evidence.
with look as (
    select
        event_id, event_time, actor_id, target_id, value, coalesce(surface, '') as surface,
        coalesce(device_id_hash, actor_id) as device
    from events
    where action = 'view' and event_time >= $since and event_time < $until and target_id is not null
),

shown as (
    select target_id, surface, count(*) as views from look group by target_id, surface
),

candidate as (
    -- a view that lasted is never hollow: repeats, devices and accounts are those of the others
    select
        look.*,
        count(*) over (partition by target_id, device) as repeats
    from look
    where value is null or value <= $hollow_s
),

viewer as (
    select distinct actor_id from candidate
),

active as (
    -- whoever also likes, writes or follows; to log in is not enough
    select distinct events.actor_id
    from events
    semi join viewer on viewer.actor_id = events.actor_id
    where events.event_time >= $since and events.event_time < $until
        and events.action not in ('view', 'signup', 'login', 'logout')
),

marked as (
    select
        candidate.*,
        case when candidate.value <= $hollow_s then 1 else 0 end as short,
        case when candidate.repeats >= $min_repeats then 1 else 0 end as repeated,
        case when active.actor_id is null then 1 else 0 end as idle
    from candidate
    left join active on active.actor_id = candidate.actor_id
),

judged as (
    select
        marked.*,
        case when value is null then least(repeated, idle) else least(short, greatest(repeated, idle)) end as hollow
    from marked
),

hollow as (
    select * from judged where hollow = 1
),

placed as (
    select shown.target_id, shown.surface, shown.views, coalesce(counted.hollow, 0) as hollow
    from shown
    left join (select target_id, surface, count(*) as hollow from hollow group by target_id, surface) as counted
        on counted.target_id = shown.target_id and counted.surface = shown.surface
),

usual as (
    -- what would be hollow if its views were like those of all else that is shown in the same places
    select target_id, sum(views) as views, sum(views * coalesce(others_hollow / nullif(others, 0), 0)) as usual
    from (
        select
            placed.*,
            sum(views) over (partition by surface) - views as others,
            (sum(hollow) over (partition by surface) - hollow) * 1.0 as others_hollow
        from placed
    ) as beside
    group by target_id
),

inflated as (
    select
        target_id,
        cast(usual.views as bigint) as views,
        round(100.0 * usual.usual / nullif(usual.views, 0), 1) as usual_pct,
        cast(sum(hollow) as bigint) as hollow,
        count(*) filter (where short = 1) as short,
        count(*) filter (where repeated = 1) as repeated,
        count(*) filter (where idle = 1) as idle,
        count(distinct device) as devices,
        count(distinct actor_id) as accounts
    from judged
    join usual using (target_id)
    group by target_id, usual.views, usual.usual
    having sum(hollow) >= $min_views
        and sum(hollow) * 100 >= usual.views * $min_hollow_pct
        and (sum(hollow) - usual.usual) * 100 >= usual.views * $min_above_pct
),

evidence as (
    select
        hollow.target_id as entity_id,
        hollow.event_id,
        concat_ws(
            ', ',
            case when hollow.short = 1 then 'left at once' end,
            case when hollow.repeated = 1 then 'repeated on one device' end,
            case when hollow.idle = 1 then 'does nothing else' end
        ) as because
    from hollow
    semi join inflated on inflated.target_id = hollow.target_id
),

lasted as (
    select target_id, min(event_time) as first_seen, max(event_time) as last_seen
    from hollow
    group by target_id
)

select
    inflated.target_id as entity_id,
    inflated.hollow as score,
    lasted.first_seen,
    lasted.last_seen,
    inflated.views,
    inflated.short,
    inflated.repeated,
    inflated.idle,
    inflated.devices,
    inflated.accounts,
    inflated.usual_pct
from inflated
join lasted on lasted.target_id = inflated.target_id
order by score desc, entity_id;

execute hollow_views(
    since          := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until          := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_views      := 30,                      -- hollow views that are worth a look [2..1000000000]
    min_hollow_pct := 50,                      -- per cent of all its views [1..100]
    min_above_pct  := 30,                      -- points above the per cent that is usual where it is shown [0..100]
    hollow_s       := 3.0,                     -- seconds watched, up to which a view was left at once [0..3600]
    min_repeats    := 4                        -- views of one content on one device that are repeats [2..100000]
);
