"""Guests of a booking: invitations, changes and cancellations sent to their calendars, reminders.

`actions`, `invitations` (RFC 5546, and their tasks), `receivers`, `views`.
"""
