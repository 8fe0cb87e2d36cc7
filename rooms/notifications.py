"""The kinds of news are registered where they are told."""

from rooms.news import attending, bookings, closures, imports, living, problems, requests, series

__all__ = ["attending", "bookings", "closures", "imports", "living", "problems", "requests", "series"]
