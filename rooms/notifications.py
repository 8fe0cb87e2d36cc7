"""The kinds of news are registered where they are told."""

from rooms.news import bookings

__all__ = ["bookings"]
