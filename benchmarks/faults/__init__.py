"""Faults of a working site: what was confirmed is there once, no page shows a trace, it comes back by itself."""
