-- elsewhere: when each of $actors acted outside the treated places, before the launch and since
--
-- An empty list of places means all of them. An act whose place is unknown is not held to be elsewhere. Only acts of
-- the kinds the actors were found for count; an empty list means all but looking and logging in.
with actor as (
    select unnest(cast($actors as varchar[])) as account_id
),
act as (
    select e.actor_id as account_id, e.event_time
    from events e
    where e.actor_id in (select account_id from actor)
        and e.event_time >= $since and e.event_time < $until
        and case
            when len($actions) = 0 then e.action not in ('view', 'login', 'logout')
            else list_contains($actions, e.action)
        end
        and not (
            (len($markets) = 0 or coalesce(list_contains($markets, e.market), true))
            and (len($surfaces) = 0 or coalesce(list_contains($surfaces, e.surface), true))
        )
),
gone as (
    select target_id as account_id, min(enforced_at) as gone_at
    from enforcements
    where target_type = 'account' and action in ('ban', 'suspend') and reversed_at is null and enforced_at < $until
    group by target_id
)
select actor.account_id,
    min(act.event_time) filter (where act.event_time < $launched) as before_at,
    min(act.event_time) filter (where act.event_time >= $launched) as after_at,
    least(any_value(gone.gone_at), any_value(accounts.deleted_at)) as gone_at
from actor
left join act on act.account_id = actor.account_id
left join gone on gone.account_id = actor.account_id
left join accounts on accounts.account_id = actor.account_id
group by actor.account_id
order by actor.account_id
