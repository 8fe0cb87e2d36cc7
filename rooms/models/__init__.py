"""Sites and rooms, and when they are open; bookings, their series, and the cells that they hold."""

from rooms.models.attendees import Attendee, RoomInvitation, ServiceDesk, ServiceRequest
from rooms.models.bookings import HOLDING, Booking, CalendarChange, Occupancy, Series, Wait
from rooms.models.imports import CalendarImport
from rooms.models.places import (
    Cell,
    Closure,
    Equipment,
    Layout,
    OpeningHours,
    Room,
    RoomProblem,
    RoomRight,
    Screen,
    SearchTally,
    Site,
)
from rooms.querysets import Level
