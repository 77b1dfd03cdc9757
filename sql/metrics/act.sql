-- act: what is to be known of the rows noted in trendkit_daily_found; inside stands one file of metrics/acts
select *
from (
{acts}
) as act
semi join trendkit_daily_found using (act_id)
