-- what a pair of accounts did together, and what chance would have made them do, per window
--
-- Posts that share a link, a text and tags met once, not three times: n counts acts of the one that met acts of
-- the other. Chance is summed over every layer and stratum of both, also those where they never met.
with often as (
    select a, b from trendkit_network_touch group by a, b having count(*) >= $min_shared
),

meeting as (
    select
        touch.a,
        touch.b,
        span.window_us,
        least(count(distinct touch.a_post), count(distinct touch.b_post)) as n
    from trendkit_network_touch as touch
    semi join often on often.a = touch.a and often.b = touch.b
    join (select unnest($windows_us) as window_us) as span on touch.lag_us <= span.window_us
    group by touch.a, touch.b, span.window_us
    having least(count(distinct touch.a_post), count(distinct touch.b_post)) >= $min_shared
)

select
    meeting.a,
    meeting.b,
    meeting.window_us,
    meeting.n,
    sum(chance.chance * mine.acts * theirs.acts order by chance.one, chance.other) as expected
from meeting
join trendkit_network_effort as mine on mine.account = meeting.a
join trendkit_network_chance as chance
    on chance.one = mine.stratum and chance.window_us = meeting.window_us
join trendkit_network_effort as theirs
    on theirs.account = meeting.b and theirs.stratum = chance.other
group by meeting.a, meeting.b, meeting.window_us, meeting.n
