"""Rooms closed whatever their hours: who decides it, what is in its way, where those bookings may go.

`actions`, `views`; which rooms a closure closes: `RoomQuerySet.closed`.
"""
