-- acts of user_reports: what one piece of evidence is, when and where it happened, and the content it concerns
select report_id as act_id, cast(reported_at as date) as day, market, surface, target_id as content_id
from user_reports
where reported_at >= $since and reported_at < $until
