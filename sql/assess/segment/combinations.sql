-- combinations: of up to three attributes: how many found accounts have them, how many others
--
-- {{names}}: attributes; {{columns}}: with their `rare_…`; {{sets}}: the grouping sets; {{rare}}: whether any is
select
    grouping({names}) as free,
    {names},
    sum(found) as found,
    sum(others) as others
from trendkit_contrast_common
group by grouping sets ({sets})
having sum(found) >= $least and not ({rare})
order by free, {names}
