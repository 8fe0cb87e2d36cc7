"""The town as records: small, frozen, without Django. The current week is 0, and Monday too.

A module for each part of it: `town`, `section`, `assessment`, `ideas`, `printerless`, `priorities`, `rooms`,
`software`, `spaces`, `survey`, `visas`, `watch`.
"""
