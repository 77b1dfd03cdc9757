-- along: the values of one dimension, the other dimensions of an element held fixed
select {dim} as value, sum(actual) as actual, sum(expected) as expected
from leaf
where day = 0 and not explained and {others}
group by {dim}
order by {dim}
