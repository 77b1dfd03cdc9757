-- common: accounts by portrait; values that too few found accounts share are put aside as rare
--
-- {{marked}}: per attribute its value and `rare_…`; {{columns}}: the same by name. No user's words.
with marked as (
    select found, {marked}
    from trendkit_contrast_portrait
)

select
    {columns},
    count(*) filter (where found) as found,
    count(*) filter (where not found) as others
from marked
group by {columns}
