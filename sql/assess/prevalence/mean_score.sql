-- mean_score: the population's mean score, by size; whatever has no score counts as 0
--
-- Reads:  prevalence_units (entity_id, size), prevalence_scores_rows (entity_id, score)
select sum(size * coalesce(score, 0)) / nullif(sum(size), 0) as mean_score
from prevalence_units
left join prevalence_scores_rows using (entity_id)
