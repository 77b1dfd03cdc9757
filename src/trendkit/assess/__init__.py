"""Assessment: is it growing, where, who, how much."""
