"""Rooms under moderation: a request holds the slot until a manager of the room accepts or declines it.

`pending` (which requests wait for whom), `actions`, `receivers`, `notifications`, `forms`, `views`.
"""
