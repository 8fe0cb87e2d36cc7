"""The managers' desk, by what it keeps."""

from rooms.admin import bookings, closures, imports, places, problems, series, services

__all__ = ["bookings", "closures", "imports", "places", "problems", "series", "services"]
