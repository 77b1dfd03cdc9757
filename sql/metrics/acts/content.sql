-- acts of content: what one piece of evidence is, when and where it happened, and the content it concerns
select content_id as act_id, cast(created_at as date) as day, market, surface, content_id
from content
where created_at >= $since and created_at < $until
