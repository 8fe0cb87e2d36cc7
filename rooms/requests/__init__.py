"""Rooms under moderation: a request holds the slot until a manager of the room accepts or declines it.

`notifications`, `actions`, `views`.
"""
