"""Who acts together beyond chance, and who is the same person."""
