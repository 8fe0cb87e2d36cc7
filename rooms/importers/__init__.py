"""Calendars of other programs, booked: iCalendar files, and the tables of MRBS and GRR.

`source_events` (what a reader finds, as plain data), `files`, `datetimes`, `people`, `rrule` and `recurrence`
(rules of others made series of ours), `ics`, `mrbs`; `conflicts`, `batches` and `importer` (the booking),
`report`; `actions` (a file's way through the site), `views`, `command`, `notifications`.
"""
