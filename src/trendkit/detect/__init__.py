"""Detectors: the file format, the guard, binding, running, and what was found."""
