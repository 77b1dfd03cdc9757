-- what the ties inside a group have in common
select
    membership.group_id,
    count(distinct touch.thing) as objects,
    round(median(touch.lag_us) / 1e6, 4) as median_lag_s,
    string_agg(distinct touch.layer, ', ' order by touch.layer) as layers,
    make_timestamp(min(touch.met_us)) as first_seen,
    make_timestamp(max(touch.met_us)) as last_seen
from trendkit_network_tie as tie
join trendkit_network_account as one on one.account = tie.a
join trendkit_network_account as other on other.account = tie.b
join trendkit_network_membership as membership on membership.account = one.actor_id
join trendkit_network_membership as same on same.account = other.actor_id and same.group_id = membership.group_id
join trendkit_network_touch as touch on touch.a = tie.a and touch.b = tie.b and touch.lag_us <= tie.window_us
group by membership.group_id
order by membership.group_id
