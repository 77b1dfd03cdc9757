select
    (select count(*) from trendkit_network_account) as accounts,
    (select count(*) from trendkit_network_act) as acts,
    (select count(*) from trendkit_network_touch) as meetings,
    (select coalesce(sum(pairs) filter (where not kept) / nullif(sum(pairs), 0), 0) from trendkit_network_crowd) as left_out_meetings,
    (select coalesce(sum(acts) filter (where not kept) / nullif(sum(acts), 0), 0) from trendkit_network_crowd) as left_out_acts
