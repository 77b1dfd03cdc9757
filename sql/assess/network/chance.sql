-- how often two acts, one of each stratum, meet within the window: P / (M * M), both ways round; within one
-- stratum an act meets the M - 1 others, which a large M makes the same
with met as (
    select span.window_us, touch.a_stratum, touch.b_stratum, count(*) as pairs
    from trendkit_network_touch as touch
    join (select unnest($windows_us) as window_us) as span on touch.lag_us <= span.window_us
    group by span.window_us, touch.a_stratum, touch.b_stratum
),

directed as (
    select window_us, a_stratum as one, b_stratum as other, pairs from met
    union all
    select window_us, b_stratum as one, a_stratum as other, pairs from met
)

select
    directed.window_us,
    directed.one,
    directed.other,
    sum(directed.pairs)
    / (cast(min(mine.acts) as double) * min(case when mine.stratum = theirs.stratum then mine.acts - 1 else theirs.acts end))
        as chance
from directed
join trendkit_network_stratum as mine on mine.stratum = directed.one
join trendkit_network_stratum as theirs on theirs.stratum = directed.other
group by directed.window_us, directed.one, directed.other
