-- noise: how far leaves outside an element stray from what was expected of them, 1 for Poisson counts
select sum((actual - expected) * (actual - expected)) / nullif(sum(expected), 0) as dispersion
from leaf
where day = 0 and not explained and not ({element})
