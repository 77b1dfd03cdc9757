-- stars_months: stars that StarScout suspects, by month, and all stars on GitHub in that month
--
-- The last month is in the panel only in part and has no total: it stays, without an exposure.
select panel.month as period, cast(sum(panel.n_stars_clustered) as bigint) as count, any_value(total.n_stars) as exposure
from read_parquet($panel) as panel
left join read_parquet($totals) as total on total.month = panel.month
group by panel.month
order by panel.month
