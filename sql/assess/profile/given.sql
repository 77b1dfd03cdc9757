-- given: the found accounts and the controls an analyst names
select *
from trendkit_profile_measured
where found or entity_id in (select unnest($controls))
order by entity_id
