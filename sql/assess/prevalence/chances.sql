-- chances: every unit's chance of being drawn
--
-- Reads:  prevalence_units (entity_id, size), prevalence_scores (entity_id, score: 0 or more, higher is worse)
-- Binds:  n draws; by_size, the part of the draw that goes by size alone; bands of the score; within_bands:
--         'size' or 'pull', what makes a unit likelier inside its band
--
-- The pull of a unit is its size times the root of its score: the draw with the least variance where the score
-- is the chance of being harmful. A part by size alone keeps every unit within reach of a score that is wrong.
with scored as (
    select units.entity_id, units.size,
        -- millionths: sums of whole numbers are the same for any number of threads
        cast(round(1000000 * units.size * sqrt(coalesce(scores.score, 0) / nullif(max(scores.score) over (), 0)))
            as hugeint) as worth,
        coalesce(scores.score, 0) as score
    from prevalence_units as units
    left join prevalence_scores as scores using (entity_id)
),
whole as (
    select sum(size) as size, sum(worth) as worth
    from scored
),
pulled as (
    select scored.entity_id, scored.size, scored.score,
        scored.size / whole.size as share,
        case when whole.worth > 0
            then $by_size * scored.size / whole.size + (1 - $by_size) * scored.worth / whole.worth
            else scored.size / whole.size
        end as pull
    from scored
    cross join whole
),
-- bands of equal pull: the same number of draws in each is Neyman's allocation
banded as (
    select entity_id, size, share,
        1 + least($bands - 1, cast(floor($bands * (sum(pull) over worst_first - pull)) as bigint)) as stratum,
        case when $within_bands = 'size' then share else pull end as measure
    from pulled
    window worst_first as (order by score desc, entity_id rows unbounded preceding)
),
dealt as (
    select *,
        $n // $bands + case when stratum <= $n % $bands then 1 else 0 end as draws,
        count(*) over largest_first as place,
        sum(measure) over (partition by stratum) - sum(measure) over largest_first + measure as rest
    from banded
    window largest_first as (partition by stratum order by measure desc, entity_id rows unbounded preceding)
),
-- a unit larger than one draw's share of what is left is drawn for certain
settled as (
    select *, place <= draws and measure * (draws - place + 1) >= rest as certain
    from dealt
),
left_over as (
    select stratum, max(draws) - count(*) filter (where certain) as draws,
        sum(measure) filter (where not certain) as measure
    from settled
    group by stratum
)
select settled.entity_id, settled.size, settled.share, settled.stratum, settled.certain,
    case when settled.certain then 1.0
        else least(1.0, round(left_over.draws * settled.measure / left_over.measure, 15))
    end as inclusion_prob
from settled
join left_over using (stratum)
