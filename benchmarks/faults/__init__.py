"""Faults of a working site: what was confirmed is there once, no page shows a trace, it comes back by itself.

- `writing`: agents who book and propose without end, and remember what was confirmed
- `clients`: what others send meanwhile
- `outages`: each fault, in the order of the table
- `run`: the table; `python -m benchmarks.faults`
"""
