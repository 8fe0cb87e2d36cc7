"""Rooms under moderation: requests hold the slot until whoever keeps the room accepts or declines."""
