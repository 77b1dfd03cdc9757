-- sizes: how many accounts were found, and how many were not
select found, count(*) as accounts from trendkit_contrast_portrait group by found
