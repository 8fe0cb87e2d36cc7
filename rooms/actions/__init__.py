"""The actions, by what they touch."""

from rooms.actions.booking import book
from rooms.actions.changing import MISSING_REASON, UNCHANGED, cancel, change
from rooms.actions.places import create_room

__all__ = ["MISSING_REASON", "UNCHANGED", "book", "cancel", "change", "create_room"]
