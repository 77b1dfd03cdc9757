-- along: the values of one dimension, the other dimensions of an element and of each wider one held fixed
--
-- {{sums}}: per element its `sums.sql`; {{any}}: leaves that any of them holds. No user's words.
select {dim} as value, {sums}
from leaf
where day = 0 and not explained and ({any})
group by {dim}
order by {dim}
