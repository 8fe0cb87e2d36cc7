"""The calendars of other programs, read event by event (RFC 5545); `rooms.ical` writes ours.

`splitting` (a file cut into events), `zones`, `rrule` (the rules of others, and rhythms of ours that give their dates),
`event` (one event as plain data).
"""
