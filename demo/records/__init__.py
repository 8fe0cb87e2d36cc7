"""The town as records: small, frozen, without Django. `week` is 0 for the current week, `weekday` 0 for Monday.

A module for each part of it: `town`, `section`, `assessment`, `ideas`, `printerless`, `rooms`, `software`, `survey`,
`visas`.
"""
