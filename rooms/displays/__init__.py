"""Screens and sheets for doors and halls.

`screens` (tablets and their secret addresses), `halls` (the meetings of a building), `sheets` (door codes, the
caretaker's day), `views`; the day of one room: `rooms.availability.room_today`.
"""
