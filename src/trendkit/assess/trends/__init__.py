"""Is it growing: counts per day, what was expected, what stands out, in which order."""
