"""Where: the part of the platform that explains it, as a SQL filter."""
