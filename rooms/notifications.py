"""The kinds of news are registered where they are told."""

from rooms.news import bookings, living, requests

__all__ = ["bookings", "living", "requests"]
