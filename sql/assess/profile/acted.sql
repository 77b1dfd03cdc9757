-- acted: how many of the found accounts acted in the window
select count(*) as accounts from trendkit_profile_measured where found
