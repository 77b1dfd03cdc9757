-- draw: the units that a seed draws, in the order to review them
--
-- Reads:  prevalence_chances (entity_id, size, share, stratum, certain, inclusion_prob)      Binds: seed
--
-- Pareto sampling (Rosén 1997): a fixed number of units, none twice, each with its own chance. A unit's number
-- depends on its id and the seed alone, so neither the order of rows nor other units change it.
with numbered as (
    select *,
        (cast('0x' || substr(md5(entity_id || ':' || $seed), 1, 13) as bigint) + 0.5) / 4503599627370496.0 as number
    from prevalence_chances
),
keyed as (
    select *,
        case when certain then 0.0
            else number * (1 - inclusion_prob) / nullif((1 - number) * inclusion_prob, 0)
        end as key
    from numbered
    where inclusion_prob > 0
),
placed as (
    select *, row_number() over (partition by stratum order by key, entity_id) as place
    from keyed
),
wanted as (
    select stratum, cast(round(sum(inclusion_prob)) as bigint) as draws
    from prevalence_chances
    group by stratum
)
select placed.entity_id, placed.size, placed.stratum, placed.inclusion_prob,
    placed.share / placed.inclusion_prob as weight
from placed
join wanted using (stratum)
where placed.place <= wanted.draws
order by placed.number, placed.entity_id
