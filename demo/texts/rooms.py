"""Three sites and fourteen rooms, a month of bookings on each side of the current week, and how the rooms are used."""

from demo.data_files import read_csv, read_toml, records
from demo.records.rooms import (
    ClosedTime,
    Guests,
    OneOffBooking,
    PartOfRoom,
    Room,
    RoomRules,
    RoomTrouble,
    SeriesDate,
    ServiceAsked,
    Site,
    SlotWanted,
    TownService,
    WeeklyBooking,
)
from demo.records.town import SearchCount

_rooms = read_toml("rooms.toml")
_use = read_toml("room_use.toml")

SITES = records(Site, _rooms["sites"])
ROOMS = records(Room, _rooms["rooms"])
# By the site's slug.
CARETAKERS: dict[str, str] = _use["caretakers"]
# Booking one of its parts blocks the divided room, and the reverse.
DIVIDED: str = _use["divided"]
PARTS = records(PartOfRoom, _use["parts"])
RULES = records(RoomRules, _use["rules"])

WEEKLY = read_csv(WeeklyBooking, "bookings_weekly.csv")
ONE_OFF = read_csv(OneOffBooking, "bookings_once.csv")
MOVED = records(SeriesDate, _use["moved"])
NOT_HELD = records(SeriesDate, _use["not_held"])
NO_SHOWS = records(SeriesDate, _use["no_shows"])

REQUESTS = records(SlotWanted, _use["requests"])
DECLINED = records(SlotWanted, _use["declined"])
DECLINE_REASON: str = _use["decline_reason"]
IN_PARTS = records(SlotWanted, _use["in_parts"])
WAITS = records(SlotWanted, _use["waits"])
GUESTS = records(Guests, _use["guests"])
SERVICES = records(TownService, _use["services"])
SERVICES_ASKED = records(ServiceAsked, _use["services_asked"])
CLOSURES = records(ClosedTime, _use["closures"])
PROBLEMS = records(RoomTrouble, _use["problems"])
SEARCHES = records(SearchCount, _use["searches"])
