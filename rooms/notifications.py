"""The kinds of notifications of all the features: naming their modules registers them."""

from rooms.attendees import notifications as attendees
from rooms.bookings import notifications as bookings
from rooms.check_in import notifications as check_in
from rooms.closures import notifications as closures
from rooms.importers import notifications as importers
from rooms.problems import notifications as problems
from rooms.requests import notifications as requests
from rooms.series import notifications as series
from rooms.waiting_list import notifications as waiting_list

__all__ = [
    "attendees",
    "bookings",
    "check_in",
    "closures",
    "importers",
    "problems",
    "requests",
    "series",
    "waiting_list",
]
