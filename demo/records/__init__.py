"""The town as records: small, frozen, without Django. Week 0 is the current one, weekday 0 is Monday.

A module for each part of it: `town`, `section`, `assessment`, `ideas`, `printerless`, `rooms`, `software`, `visas`.
"""
