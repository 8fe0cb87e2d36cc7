"""The kinds of news are registered where they are told."""

from rooms.news import bookings, imports, living, problems, requests

__all__ = ["bookings", "imports", "living", "problems", "requests"]
