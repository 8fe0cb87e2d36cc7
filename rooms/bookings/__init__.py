"""Actions on bookings; no pages.

`locking`, `actions` (book, change, swap, cancel), `events` (what the actions send), `notifications` (to the organiser).
"""
