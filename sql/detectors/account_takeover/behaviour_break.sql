-- behaviour_break: accounts that spread one new thing on one day, each in a way foreign to its own past
--
-- abuse_type:  account_takeover
-- entity:      account
-- severity:    severe
-- status:      trial
-- requires:    events.actor_id, events.action, content.author_id
-- acts:        create, comment, reply, message, mention, follow
-- optional:    events.content_id - only accounts that followed the same account are seen together
--              content.text_key - accounts that wrote the same words are not seen together
--              content_links.domain - accounts that named the same place are not seen together
--              events.target_account_id - accounts that followed the same account are not seen together
--              events.client_hash - a foreign app or browser is not noticed; without networks too, nothing is found
--              events.asn - a foreign network is not noticed; without clients too, nothing is found
-- score:       accounts that broke with their past over the same thing on the same day
-- hypothesis:  Who holds many stolen accounts uses them for one order at a time: on one day they all name one link, write
--              one text or follow one account, with an app, from a network, by an act or at an hour each of them hardly
--              ever used before. One account that changes is a person; many at once over one thing are in one hand. A
--              foreign app or network must be among it: a first comment in the evening is no break.
-- benign:      A viral challenge: many take it up, each as they always do things. An app update: everybody's client
--              changes, and nothing else. A news day: a large part of all who write name the same thing. A petition: who
--              only liked before comments its link after work, by the app and the network they always use. Those who
--              sign it on a journey or by a new phone look the same where the past is a few acts; see min_past_acts.
-- blind_spots: Orders of fewer than min_group accounts; thieves who copy app and network of the owner; accounts
--              without a past of min_past_acts; one thing told in ever new words without a link; accounts made for the
--              purpose, which have no past to break with.
-- source:      COMPA (Egele et al., NDSS 2013): similar messages first, then who departs from the own profile
-- next:        The accounts are VICTIMS: end their sessions and tokens, give them back, take back what was spread. Run
--              takeover_chain and login_spray on them; block what link or account the order was for.
-- dsa:         SCAMS_AND_FRAUD:IMPERSONATION_ACCOUNT_HIJACKING
-- disarm:      T0150.005
prepare behaviour_break as
-- Groups come first, as in COMPA: the past is read only of accounts that did the same new thing on the same day. What
-- is compared are the acts that carry it, for the owner's own acts of the day would dilute them.
with written as (
    select content_id, author_id, created_at, text_key
    from content
    where created_at >= $since - interval 1 day * $history_d and created_at < $until
),

named as (
    select written.content_id, written.created_at, coalesce(content_links.domain, content_links.url_norm) as place
    from content_links
    join written on written.content_id = content_links.content_id
),

carried as (
    -- of all that is said, only what enough said on one day; content is made on the day of the act that makes it
    select content_id, 'text' as kind, text_key as thing
    from written
    where text_key in (
        select text_key
        from written
        where created_at >= $since
        group by text_key, cast(created_at as date)
        having count(*) >= $min_group
    )
    union all
    select content_id, 'link', place
    from named
    where place in (
        select place
        from named
        where created_at >= $since
        group by place, cast(created_at as date)
        having count(*) >= $min_group
    )
    group by content_id, place
),

followed as (
    select target_account_id
    from events
    where action = 'follow' and event_time >= $since and event_time < $until
    group by target_account_id, event_date
    having count(*) >= $min_group
),

deed as (
    select events.*, carried.kind, carried.thing
    from events
    join carried on carried.content_id = events.content_id
    where events.content_id is not null
        and events.event_time >= $since - interval 1 day * $history_d and events.event_time < $until
    union all
    select events.*, 'account', target_account_id
    from events
    semi join followed on followed.target_account_id = events.target_account_id
    where action = 'follow'
        and event_time >= $since - interval 1 day * $history_d and event_time < $until
),

spread as (
    -- new to the account: what it spread before is its own affair
    select *
    from (
        select
            kind,
            thing,
            actor_id,
            action,
            event_time,
            event_date,
            content_id,
            case when action = 'follow' then target_account_id end as followed_id,
            coalesce(client_hash, app_id) as client,
            coalesce(cast(asn as varchar), ip_prefix) as network,
            cast(date_part('hour', event_time) as bigint) // 6 as quarter,
            min(event_date) over (partition by kind, thing, actor_id) as from_date
        from deed
    ) as dated
    where event_date = from_date and event_time >= $since
),

wave as (
    select kind, thing, event_date, count(distinct actor_id) as accounts
    from spread
    group by kind, thing, event_date
    having count(distinct actor_id) >= $min_group
),

writers as (
    select cast(created_at as date) as event_date, count(distinct author_id) as writers
    from written
    where created_at >= $since
    group by cast(created_at as date)
),

suspect as (
    select spread.*
    from spread
    join wave on wave.kind = spread.kind and wave.thing = spread.thing and wave.event_date = spread.event_date
    left join writers on writers.event_date = spread.event_date
    where wave.accounts * 100 <= coalesce(writers.writers, 0) * $max_share_pct
),

manner as (
    select distinct actor_id, event_date, action, client, network, quarter from suspect
),

past as (
    select
        actor_id,
        event_date,
        action,
        coalesce(client_hash, app_id) as client,
        coalesce(cast(asn as varchar), ip_prefix) as network,
        cast(date_part('hour', event_time) as bigint) // 6 as quarter
    from events
    where event_time >= $since - interval 1 day * $history_d and event_time < $until
),

habit as (
    -- of each manner of acting, how much of the past was like it
    select
        manner.actor_id,
        manner.event_date,
        manner.action,
        manner.client,
        manner.network,
        manner.quarter,
        count(*) as acts,
        count(*) filter (where past.action = manner.action) as same_action,
        count(*) filter (where past.quarter = manner.quarter) as same_quarter,
        case when manner.client is not null then count(past.client) else 0 end as client_acts,
        count(*) filter (where past.client = manner.client) as same_client,
        case when manner.network is not null then count(past.network) else 0 end as network_acts,
        count(*) filter (where past.network = manner.network) as same_network
    from manner
    join past on past.actor_id = manner.actor_id and past.event_date < manner.event_date
    group by manner.actor_id, manner.event_date, manner.action, manner.client, manner.network, manner.quarter
),

distance as (
    -- a trait of which the past shows too little is not judged
    select
        actor_id,
        event_date,
        action,
        client,
        network,
        quarter,
        case when acts >= $min_past_acts then 2 else 0 end
            + case when client_acts >= $min_past_acts then 1 else 0 end
            + case when network_acts >= $min_past_acts then 1 else 0 end as traits,
        case when acts >= $min_past_acts and same_action * 100 < acts * $max_habit_pct then 1 else 0 end
            + case when acts >= $min_past_acts and same_quarter * 100 < acts * $max_habit_pct then 1 else 0 end
            + case when client_acts >= $min_past_acts and same_client * 100 < client_acts * $max_habit_pct then 1 else 0 end
            + case when network_acts >= $min_past_acts and same_network * 100 < network_acts * $max_habit_pct then 1 else 0 end
            as foreign_traits,
        case when client_acts >= $min_past_acts and same_client * 100 < client_acts * $max_habit_pct then 1 else 0 end
            + case when network_acts >= $min_past_acts and same_network * 100 < network_acts * $max_habit_pct then 1 else 0 end
            as foreign_means
    from habit
),

departed as (
    select
        suspect.kind,
        suspect.thing,
        suspect.event_date,
        suspect.actor_id,
        sum(distance.traits) as traits,
        sum(distance.foreign_traits) as foreign_traits,
        sum(distance.foreign_means) as foreign_means
    from suspect
    join distance
        on distance.actor_id = suspect.actor_id and distance.event_date = suspect.event_date
        and distance.action = suspect.action and distance.quarter = suspect.quarter
        and distance.client is not distinct from suspect.client
        and distance.network is not distinct from suspect.network
    where distance.traits > 0
    group by suspect.kind, suspect.thing, suspect.event_date, suspect.actor_id
),

measured as (
    -- the past of a casual user is short: another act at another hour is easily new to it, another app or network is not
    select
        departed.*,
        case when foreign_means > 0 and foreign_traits * 100 >= traits * $min_distance_pct then 1 else 0 end as broke
    from departed
),

judged as (
    select measured.*, sum(broke) over together as broken, count(*) over together as known
    from measured
    window together as (partition by kind, thing, event_date)
),

break as (
    select *
    from judged
    where broke = 1 and broken >= $min_group and broken * 100 >= known * $min_broken_pct
),

evidence as (
    select distinct suspect.actor_id as entity_id, events.event_id
    from suspect
    join events
        on events.actor_id = suspect.actor_id and events.event_time = suspect.event_time
        and (events.content_id = suspect.content_id
            or events.action = 'follow' and events.target_account_id = suspect.followed_id)
        and events.event_time >= $since and events.event_time < $until
    semi join break on break.kind = suspect.kind and break.thing = suspect.thing
        and break.event_date = suspect.event_date and break.actor_id = suspect.actor_id
),

found as (
    select actor_id, broken, known, kind, thing, event_date, foreign_traits, traits
    from break
    qualify row_number() over (partition by actor_id order by broken desc, event_date, kind, thing) = 1
)

select
    found.actor_id as entity_id,
    cast(found.broken as bigint) as score,
    min(suspect.event_time) as first_seen,
    max(suspect.event_time) as last_seen,
    found.kind,
    found.thing,
    found.known,
    round(found.broken / nullif(found.known, 0), 4) as broken_ratio,
    round(found.foreign_traits / nullif(found.traits, 0), 4) as distance
from found
join suspect on suspect.actor_id = found.actor_id and suspect.kind = found.kind and suspect.thing = found.thing
    and suspect.event_date = found.event_date
group by found.actor_id, found.broken, found.known, found.kind, found.thing, found.foreign_traits, found.traits
order by score desc, entity_id;

execute behaviour_break(
    since            := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until            := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    min_group        := 8,                       -- accounts that must break with their past over one thing on one day [2..100000]
    min_distance_pct := 50,                      -- per cent of the traits (act, client, network, hour) that must be foreign [1..100]
    max_habit_pct    := 5,                       -- per cent of an account's past acts below which a trait is foreign to it [1..100]
    min_broken_pct   := 50,                      -- per cent of the accounts over one thing that must break [1..100]
    max_share_pct    := 5,                       -- per cent of all who write that day, above which everybody does it [1..100]
    history_d        := 28,                      -- days before since that make the past [1..366]
    min_past_acts    := 3                        -- acts of its past without which an account is not judged [1..100000]
);
