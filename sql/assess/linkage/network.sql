-- ban_return's rule for networks: the same one, soon after the removal
list_has_any(network_l, network_r) and created_us_l - removed_us_r <= {network_d} * 86400000000
