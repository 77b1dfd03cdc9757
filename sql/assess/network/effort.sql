-- k: acts of an account in a stratum
select account.account, stratum.stratum, count(*) as acts
from trendkit_network_act as act
join trendkit_network_account as account on account.actor_id = act.actor_id
join trendkit_network_stratum as stratum
    on stratum.layer = act.layer
    and stratum.market = act.market
    and stratum.language = act.language
    and stratum.topic = act.topic
    and stratum.slice = act.slice
group by account.account, stratum.stratum
