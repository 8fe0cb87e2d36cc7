"""The deeds, by what they touch."""

from rooms.actions.booking import MISSING_REASON, book, cancel, change
from rooms.actions.places import create_room

__all__ = ["MISSING_REASON", "book", "cancel", "change", "create_room"]
