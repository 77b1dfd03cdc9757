-- acts on things that somebody else acted on as well
with thing as (
    select layer, object, row_number() over (order by layer, object) as thing
    from trendkit_network_act
    group by layer, object
    having count(*) >= 2
)

select thing.thing, act.layer, account.account, stratum.stratum, act.t_us, act.post_id
from trendkit_network_act as act
join thing on thing.layer = act.layer and thing.object = act.object
join trendkit_network_account as account on account.actor_id = act.actor_id
join trendkit_network_stratum as stratum
    on stratum.layer = act.layer
    and stratum.market = act.market
    and stratum.language = act.language
    and stratum.topic = act.topic
    and stratum.slice = act.slice
