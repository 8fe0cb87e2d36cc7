"""Rooms invited by mail from a calendar (RFC 5546, RFC 6047): what agents send becomes bookings, and rooms answer.

`reading` (a calendar as data), `series` (a rule made a series of ours), `actions` (book, change, cancel), `answers`
(the mails), `receivers` (what changes on the site), `inbox`.
"""
