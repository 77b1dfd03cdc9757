-- cube: every element of the leaves not explained yet, with what happened in it and what was expected
--
-- {{dims}}: d0, d1, … (codes of values, so that NULL is a value); {{sets}}: the grouping sets. No user's words.
-- Reads:  leaf; $least_expected, below which an expectation is not believed
-- score:  Poisson log-likelihood ratio of "more than expected here"
with element as (
    select
        day,
        {dims},
        sum(actual) as actual,
        greatest(sum(expected), $least_expected) as expected
    from leaf
    where not explained
    group by grouping sets ({sets})
)

select
    *,
    case
        when actual > expected then round(actual * ln(actual / expected) + expected - actual, 6)
        else 0
    end as score
from element
