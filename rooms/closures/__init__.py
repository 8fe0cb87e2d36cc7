"""Rooms closed whatever their hours: who decides it, what it bumps, where those bookings may go.

`policies`, `actions`, `other_rooms`, `notifications`, `forms`, `views`; which rooms a closure closes:
`querysets.CLOSES`.
"""
