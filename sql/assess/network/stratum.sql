-- within a stratum any account could have made any act, in proportion to how much it does
select
    layer,
    market,
    language,
    topic,
    slice,
    count(*) as acts,
    row_number() over (order by layer, market, language, topic, slice) as stratum
from trendkit_network_act
group by layer, market, language, topic, slice
