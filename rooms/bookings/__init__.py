"""Actions on bookings; no pages.

`actions` (book, change, cancel), `swap`, with `cleaning` (what is typed), `locking`, `moving` (what a booking becomes
elsewhere); then `events` (what the actions send), `notifications` (to the organiser).
"""
