-- judged: one answer per entity drawn, and how much of the population it is
--
-- Reads:  {labels} (entity_id, value and, of a random draw, sample_id, inclusion_prob), prevalence_units
-- Binds:  entity_type, abuse_type, sample (null: any; a draw's own name covers all its strata)
--
-- Several reviewers of one entity vote; a tie is unsure, and unsure is no answer.
with whole as (
    select sum(size) as size
    from prevalence_units
),
voted as (
    select entity_id, split_part(sample_id, '/', 1) as sample, split_part(sample_id, '/', 2) as stratum,
        max(inclusion_prob) as inclusion_prob,
        count(*) filter (where value = '1') as yes,
        count(*) filter (where value = '0') as no
    from {labels}
    where ($entity_type is null or entity_type is null or entity_type = $entity_type)
        and ($abuse_type is null or abuse_type is null or abuse_type = $abuse_type)
        and ($sample is null or split_part(sample_id, '/', 1) = split_part($sample, '/', 1))
    group by entity_id, sample_id
)
select voted.entity_id, coalesce(voted.sample, '') as sample, coalesce(voted.stratum, '') as stratum,
    case when voted.yes > voted.no then 1.0 when voted.no > voted.yes then 0.0 end as harmful,
    voted.inclusion_prob,
    units.size / whole.size as share
from voted
cross join whole
left join prevalence_units as units using (entity_id)
order by voted.entity_id, sample, stratum
