"""The managers' admin pages, by object."""

from rooms.admin import bookings, closures, imports, places, problems, series, services

__all__ = ["bookings", "closures", "imports", "places", "problems", "series", "services"]
