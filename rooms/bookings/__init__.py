"""Actions on bookings; no pages.

`actions` (book, change, cancel), `swap`, with `cleaning` (what is typed), `locking`, `approved` (what a request
to extend falls back to); then `events` (what the actions send), `notifications` and `notification_groups` (to
the organiser).
"""
