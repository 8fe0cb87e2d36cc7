"""Measured claims, one file an app; see `python -m benchmarks --help`."""
