-- moments: one covariate among the found and among all others, before anybody is matched
select
    found,
    count({name}) as known,
    avg(ln(1 + {name})) as mean,
    var_samp(ln(1 + {name})) as variance
from trendkit_profile_measured
group by found
order by found
