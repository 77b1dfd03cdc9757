-- measured: how each account that acted in the window behaves, where it lives, and whether it was found
--
-- {{account}}: sql/profiles/account.sql. Where an account acts most is its place; where acts say nothing, its home.
with place as (
    select actor_id, market, language, count(*) as acts
    from events
    where event_time >= $since and event_time < $until
    group by actor_id, market, language
),

usual as (
    select actor_id, market, language
    from place
    qualify row_number() over (partition by actor_id order by acts desc, market, language) = 1
)

select
    behaviour.*,
    coalesce(usual.market, accounts.market) as market,
    coalesce(usual.language, accounts.language) as language,
    behaviour.entity_id in (select unnest($accounts)) as found
from ({account}) as behaviour
inner join usual on usual.actor_id = behaviour.entity_id
left join accounts on accounts.account_id = behaviour.entity_id
