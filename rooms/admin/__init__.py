"""The managers' desk, by what it keeps."""

from rooms.admin import bookings, imports, places

__all__ = ["bookings", "imports", "places"]
