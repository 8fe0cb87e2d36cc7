"""Sites and rooms, and when they are open; bookings, their series, and the cells that they hold."""

from rooms.models.attendees import Attendee, ServiceDesk, ServiceRequest
from rooms.models.bookings import HOLDING, Booking, Occupancy
from rooms.models.calendar_changes import CalendarChange
from rooms.models.closures import Closure
from rooms.models.imports import CalendarImport
from rooms.models.places import Cell, Equipment, Layout, OpeningHours, Room, Site
from rooms.models.problems import RoomProblem
from rooms.models.rights import RoomRight
from rooms.models.screens import Screen
from rooms.models.searches import SearchTally
from rooms.models.series import Series
from rooms.models.waiting_list import Wait
from rooms.querysets import Level

__all__ = [
    "HOLDING",
    "Attendee",
    "Booking",
    "CalendarChange",
    "CalendarImport",
    "Cell",
    "Closure",
    "Equipment",
    "Layout",
    "Level",
    "Occupancy",
    "OpeningHours",
    "Room",
    "RoomProblem",
    "RoomRight",
    "Screen",
    "SearchTally",
    "Series",
    "ServiceDesk",
    "ServiceRequest",
    "Site",
    "Wait",
]
