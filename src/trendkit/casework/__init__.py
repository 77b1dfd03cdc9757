"""Casework: what is claimed, which evidence speaks for and against it, and how sure that makes us."""
