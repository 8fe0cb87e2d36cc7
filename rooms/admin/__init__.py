"""The managers' admin pages, by object."""

from rooms.admin import bookings, closures, places, problems, series

__all__ = ["bookings", "closures", "places", "problems", "series", "services"]
