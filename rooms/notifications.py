"""The kinds of news are registered where they are told."""

from rooms.news import attending, bookings, imports, living, problems, requests, series

__all__ = ["attending", "bookings", "imports", "living", "problems", "requests", "series"]
