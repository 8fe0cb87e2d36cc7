"""Availability of rooms: what prevents a booking, and what is free, for pages, feeds, screens and actions.

`occupancy` (rooms, their cells, and the bookings that hold them), `conflicts` (someone else's booking, in words),
`rules` (rights, weekly hours, holidays, notice, lengths, quotas) with `rule_context` (closures among it) and `refusals`
(their sentences), `free_rooms` (which rooms they leave, and when), `room_today` (one room's day, and its check-in).
"""
