"""Bookings as calendars read them (RFC 5545), for feeds and invitations.

`booking_rows` (read from the database), `visibility` (what one reader may know), `events` (one VEVENT),
`writing` (series as one event with exceptions, whole calendars); `core.ui.calendars` writes them.
"""
