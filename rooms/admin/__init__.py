"""The managers' desk, by what it keeps."""

from rooms.admin import bookings, imports, places, problems

__all__ = ["bookings", "imports", "places", "problems"]
