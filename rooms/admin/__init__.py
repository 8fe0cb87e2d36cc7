"""The managers' desk, by what it keeps."""

from rooms.admin import bookings, places

__all__ = ["bookings", "places"]
