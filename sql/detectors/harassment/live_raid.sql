-- live_raid: young accounts that were never here before flood one live chat within minutes
--
-- abuse_type:  harassment
-- entity:      target
-- severity:    high
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_id, accounts.created_at
-- acts:        comment, reply
-- optional:    events.surface - only targets of the type live count as live chats
--              events.target_type - only acts on the surface live count as live chats
--              events.target_account_id - every stream is a channel of its own: nobody was there before
-- score:       young newcomers who write in the fullest window
-- hypothesis:  A raid is sent into a stream from outside: within minutes accounts made for it, which had never touched
--              this channel, write more than its viewers do, and give nothing: no like, no follow, no gift.
-- benign:      A shout-out sends an audience over: they come at once and new as well, but with old accounts, and they
--              like and follow. A premiere draws people who register to see it; they like what they came for.
-- blind_spots: Raids by old or bought accounts (reply_flood sees those that stay for an hour); raiders who like first;
--              fewer than min_actors; newcomers known from more than history_d ago; what is said.
-- source:      Live raids as short peaks of hostile strangers (TubeRaider, 2024; Mariconti et al., CSCW 2019)
-- next:        Protect the stream first (followers only, slow mode), then run signup_burst and infrastructure_share on
--              the raiders and copypasta on what they wrote.
-- dsa:         CYBER_VIOLENCE:CYBER_HARASSMENT
-- disarm:      T0048, T0049.005
prepare live_raid as
-- The entity is the stream under attack, not an offender.
with chat as (
    select actor_id, target_id, coalesce(target_account_id, target_id) as owner_id, t_us
    from events
    where action in ('comment', 'reply') and (surface = 'live' or target_type = 'live')
        and target_id is not null and actor_id <> coalesce(target_account_id, target_id)
        and event_time >= $since and event_time < $until
),

busy as (
    -- a window lies within two neighbouring buckets, so one of them holds half of it
    select target_id
    from chat
    group by target_id, t_us // (cast($window_s as bigint) * 1000000)
    having count(*) * 2 >= $min_actors
),

entry as (
    -- everybody arrives once in a stream, with the first words there
    select target_id, actor_id, min(owner_id) as owner_id, min(t_us) as t_us
    from chat
    semi join busy using (target_id)
    group by target_id, actor_id
),

comer as (
    select
        entry.*,
        case
            when accounts.created_at > make_timestamp(entry.t_us) - interval 1 day * $young_d then 1 else 0
        end as young
    from entry
    left join accounts on accounts.account_id = entry.actor_id
),

crowded as (
    select target_id from comer group by target_id having sum(young) >= $min_actors
),

suspect as (
    select distinct comer.owner_id, comer.actor_id
    from comer
    semi join crowded on crowded.target_id = comer.target_id
    where comer.young = 1
),

guest as (
    -- to have watched somebody is no acquaintance; any other act towards them is
    select
        suspect.owner_id,
        suspect.actor_id,
        min(visit.t_us) as came_us,
        min(
            case when visit.action in ('like', 'repost', 'share', 'save', 'follow', 'gift') then visit.t_us end
        ) as gave_us
    from events as visit
    join suspect
        on suspect.actor_id = visit.actor_id
        and suspect.owner_id = coalesce(visit.target_account_id, visit.target_id)
    where visit.action not in ('view', 'join', 'leave')
        and visit.event_time >= $since - interval 1 day * $history_d and visit.event_time < $until
    group by suspect.owner_id, suspect.actor_id
),

arrival as (
    select
        comer.*,
        case when guest.came_us > comer.t_us - cast($window_s as bigint) * 1000000 then 1 else 0 end as raider,
        case when guest.gave_us <= comer.t_us + cast($window_s as bigint) * 1000000 then 1 else 0 end as gave
    from comer
    semi join crowded on crowded.target_id = comer.target_id
    left join guest on guest.owner_id = comer.owner_id and guest.actor_id = comer.actor_id and comer.young = 1
),

level as (
    select
        arrival.*,
        count(*) over recent as writers,
        sum(raider) over recent as raiders,
        sum(raider * gave) over recent as givers
    from arrival
    window recent as (
        partition by target_id order by t_us
        range between cast($window_s as bigint) * 1000000 preceding and current row
    )
),

placed as (
    select
        level.*,
        max(
            case
                when raiders >= $min_actors and raiders * 100 >= writers * $min_raider_pct
                    and givers * 100 <= raiders * $max_givers_pct
                then raiders
            end
        ) over (
            partition by target_id order by t_us
            range between current row and cast($window_s as bigint) * 1000000 following
        ) as most
    from level
),

raid as (select * from placed where most is not null),

evidence as (
    select events.target_id as entity_id, events.event_id
    from events
    join raid on raid.target_id = events.target_id and raid.actor_id = events.actor_id
    where raid.raider = 1
        and events.action in ('comment', 'reply') and (events.surface = 'live' or events.target_type = 'live')
        and events.t_us between raid.t_us and raid.t_us + cast($window_s as bigint) * 1000000
        and events.event_time >= $since and events.event_time < $until
)

select
    target_id as entity_id,
    cast(max(most) as bigint) as score,
    make_timestamp(min(t_us)) as first_seen,
    make_timestamp(max(t_us)) as last_seen,
    min(owner_id) as owner_id,
    cast(sum(raider) as bigint) as raiders,
    count(*) as writers,
    round(sum(raider) / nullif(count(*), 0), 4) as raider_ratio,
    cast(sum(raider * gave) as bigint) as givers
from raid
group by target_id
order by score desc, entity_id;

execute live_raid(
    since          := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until          := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s       := 900,                     -- seconds within which arrivals belong together [1..86400]
    min_actors     := 12,                      -- young newcomers who write within window_s [2..100000]
    young_d        := 14,                      -- days since registration under which an account is young [1..366]
    min_raider_pct := 60,                      -- per cent of all who arrive in the chat within window_s [1..100]
    max_givers_pct := 30,                      -- per cent of the young newcomers who like, follow, share or give, that is still no welcome [0..100]
    history_d      := 28                       -- days before since in which one may have met the channel [0..366]
);
