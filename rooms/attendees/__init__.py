"""Who is invited to a booking: invitations, changes and cancellations sent to their calendars, reminders.

`actions`, `invitations` (RFC 5546), `receivers`, `series_invitations`, `reminders`, `of_booking`, `forms`,
`views`, `tasks`.
"""
