"""Who and how: behaviour of accounts beside matched others, rules, kinds of accounts."""
