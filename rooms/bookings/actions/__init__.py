"""The actions, by what they touch."""

from rooms.availability.cells import create_room
from rooms.bookings.book import book
from rooms.bookings.change import MISSING_REASON, UNCHANGED, cancel, change

__all__ = ["MISSING_REASON", "UNCHANGED", "book", "cancel", "change", "create_room"]
