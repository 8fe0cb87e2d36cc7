"""The tasks of all the features: naming their modules registers them."""

from rooms.attendees import tasks as attendees
from rooms.check_in import tasks as check_in
from rooms.importers import tasks as importers
from rooms.requests import tasks as requests
from rooms.waiting_list import tasks as waiting_list

__all__ = ["attendees", "check_in", "importers", "requests", "waiting_list"]
