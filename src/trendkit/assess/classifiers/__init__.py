"""Scores learned from behaviour, and whether a cut would have held in other weeks and markets."""
