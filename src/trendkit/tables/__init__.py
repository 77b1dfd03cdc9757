"""Event tables: their contract, where they come from, what was wrong with them."""
