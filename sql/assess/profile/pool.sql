-- pool: the found accounts, and those among which their controls are sought
--
-- {{strata}}: what must be equal. In each stratum that holds a found account, and for each power of two of acts,
-- at most $pool others, drawn by the hash of their id; at most $most found ones, drawn alike.
with ranked as (
    select
        *,
        count(*) filter (where found) over (partition by {strata}) as company,
        row_number() over (partition by found order by md5(entity_id || $seed), entity_id) as place,
        row_number() over (
            partition by found, {strata}, floor(log2(acts)) order by md5(entity_id || $seed), entity_id
        ) as seat
    from trendkit_profile_measured
)

select * exclude (company, place, seat)
from ranked
where company > 0 and case when found then place <= $most else seat <= $pool end
order by entity_id
