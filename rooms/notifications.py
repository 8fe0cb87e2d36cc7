"""The kinds of news are registered where they are told."""

from rooms.attendees import notifications as attending
from rooms.bookings import notifications as bookings
from rooms.closures import notifications as closures
from rooms.importers import notifications as imports
from rooms.problems import notifications as problems
from rooms.requests import notifications as requests
from rooms.series import notifications as series
from rooms.waiting_list import notifications as living

__all__ = ["attending", "bookings", "closures", "imports", "living", "problems", "requests", "series"]
