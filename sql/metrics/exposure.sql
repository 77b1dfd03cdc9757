-- exposure: views of each thing per day, over all markets: who acted and who saw it need not share one
select date as day, content_id, sum(views) as views
from exposure_daily
where date >= cast($since as date) and date < cast($until as date)
group by date, content_id
