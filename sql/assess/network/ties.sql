select
    one.actor_id as a,
    other.actor_id as b,
    tie.n,
    tie.expected,
    tie.p,
    tie.q,
    tie.window_us / 1e6 as window_s,
    count(distinct touch.thing) as objects,
    string_agg(distinct touch.layer, ', ' order by touch.layer) as layers,
    round(median(touch.lag_us) / 1e6, 4) as median_lag_s,
    make_timestamp(min(touch.met_us)) as first_seen,
    make_timestamp(max(touch.met_us)) as last_seen
from trendkit_network_tie as tie
join trendkit_network_touch as touch on touch.a = tie.a and touch.b = tie.b and touch.lag_us <= tie.window_us
join trendkit_network_account as one on one.account = tie.a
join trendkit_network_account as other on other.account = tie.b
group by one.actor_id, other.actor_id, tie.n, tie.expected, tie.p, tie.q, tie.window_us
order by tie.p, tie.n desc, a, b
