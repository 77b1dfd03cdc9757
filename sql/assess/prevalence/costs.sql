-- costs: what one label is worth under each design, if the score is proportional to the chance of being harmful
--
-- Reads:  prevalence_units, prevalence_scores      Binds: prevalence expected; by_size and bands as in a draw
--
-- variance: of one draw's contribution to the prevalence; n draws divide it by n
-- harmful:  chance that what one draw shows to a reviewer is harmful
with scored as (
    select units.entity_id, units.size, coalesce(scores.score, 0) as score,
        units.size / sum(units.size) over () as share
    from prevalence_units as units
    left join prevalence_scores as scores using (entity_id)
),
whole as (
    select sum(share * score) as score, sum(share * sqrt(score)) as root
    from scored
),
-- without any score everything is as likely as everything else
guessed as (
    select scored.entity_id, scored.score, scored.share,
        case when whole.score > 0 then least(1.0, $prevalence * scored.score / whole.score)
            else $prevalence
        end as chance,
        case when whole.root > 0
            then $by_size * scored.share + (1 - $by_size) * scored.share * sqrt(scored.score) / whole.root
            else scored.share
        end as pull
    from scored
    cross join whole
),
banded as (
    select *,
        least($bands - 1, cast(floor($bands * (sum(pull) over worst_first - pull)) as bigint)) as stratum
    from guessed
    window worst_first as (order by score desc, entity_id rows unbounded preceding)
),
band as (
    select stratum, sum(share) as share, sum(share * chance) / sum(share) as chance
    from banded
    group by stratum
)
select 'random' as design, $prevalence * (1 - $prevalence) as variance, $prevalence as harmful
union all
select 'stratified', count(*) * sum(share * share * chance * (1 - chance)), avg(chance)
from band
union all
select 'pps', sum(share * share * chance / pull) - $prevalence * $prevalence, sum(pull * chance)
from guessed
order by design
