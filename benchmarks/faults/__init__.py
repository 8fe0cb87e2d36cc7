"""Faults of a working site: what was confirmed is there once, no page shows a trace, it comes back by itself.

- `disks`: a server and disks of its own, which may be killed and filled
- `writing`: agents who book and propose without end, and remember what was confirmed
- `world`: the site, its database, its mail, each of them ours to break
- `clients`: what others send meanwhile
- `outages`: each fault, in the order of the table
- `run`: the table; `python -m benchmarks.faults`
"""
