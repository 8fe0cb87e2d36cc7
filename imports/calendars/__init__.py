"""Calendars of other programs, booked: iCalendar files, and the databases of MRBS and GRR.

`source_events` (what a reader finds, as plain data), `recurrence` (dates of others made series of ours),
`ics`, `mrbs` and `mrbs_database`; `importer` (the booking), `report`; `actions` (a file's way through the site),
`views`, `command`.
"""
