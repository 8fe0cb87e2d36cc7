"""Availability of rooms: what prevents a booking, and what is free, for pages, feeds, screens and actions.

`occupancy` (cells held by bookings), `conflicts` (someone else's booking, in words), `closures`, `rules`
(rights, weekly hours, holidays, notice, lengths, quotas) with `rule_context`, `refusals` (their sentences),
`free_rooms` (which rooms they leave, and when), `room_today` and `check_in_times` (one room's day), `cells` (rooms and
their parts).
"""
