"""The calendar's pages at a million bookings: against the least that could be done, and as the years go by."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse
from django.utils import timezone

from benchmarks.databases import use
from benchmarks.measure import Figure, at_most, described, take_turns
from benchmarks.pages import MeasuredPage, against_floor
from benchmarks.people import reader
from benchmarks.rooms_data import FEW, MANY, SITE, measured_day, town_of
from rooms import links, periods

GOAL, GROWTH_GOAL = 3.0, 1.2
ROOM = f"{SITE}-07"

# What a page shows, by two statements: the rooms with their hours, and what blocks them.
BARE_ROOMS = """
    SELECT room.id, room.slug, room.name, room.capacity, room.floor, room.is_step_free, room.is_bookable,
           room.everyone_may, hours.weekday, hours.opens_at, hours.closes_at, theirs.names
    FROM rooms_site site
    JOIN rooms_room room ON room.site_id = site.id
    LEFT JOIN rooms_openinghours hours ON hours.room_id = room.id AND hours.weekday = ANY('{weekdays}'::int[])
    LEFT JOIN (
        SELECT theirs.room_id, array_agg(equipment.name) AS names
        FROM rooms_room_equipment theirs JOIN rooms_equipment equipment ON equipment.id = theirs.equipment_id
        GROUP BY theirs.room_id
    ) AS theirs ON theirs.room_id = room.id
    WHERE site.slug = '{site}' AND room.slug LIKE '{room}'
    ORDER BY room.name, hours.weekday
"""
BARE_BOOKINGS = """
    SELECT cells.room_id, lower(held.blocked_during), upper(held.blocked_during),
           booking.reference, booking.title, booking.is_private, booking.state, booking.organiser_id,
           organiser.first_name, organiser.last_name
    FROM rooms_site site
    JOIN rooms_room room ON room.site_id = site.id
    JOIN rooms_room_cells cells ON cells.room_id = room.id
    JOIN rooms_occupancy held ON held.cell_id = cells.cell_id
         AND held.blocked_during && tstzrange('{start}', '{end}')
    JOIN rooms_booking booking ON booking.id = held.booking_id
    JOIN people_agent organiser ON organiser.id = booking.organiser_id
    WHERE site.slug = '{site}' AND room.slug LIKE '{room}'
    ORDER BY held.blocked_during
"""


def bare_rows(period: DateTimeTZRange, *, room: str = "%") -> list[str]:
    first, last = period.lower.date(), (period.upper - timedelta(seconds=1)).date()
    given = {
        "start": period.lower.isoformat(),
        "end": period.upper.isoformat(),
        "site": SITE,
        "room": room,
        "weekdays": set(range(first.weekday(), last.weekday() + 1)),
    }
    return [statement.format(**given) for statement in (BARE_ROOMS, BARE_BOOKINGS)]


def week_of(day: date) -> DateTimeTZRange:
    monday = day - timedelta(days=day.weekday())
    return DateTimeTZRange(periods.midnight(monday), periods.midnight(monday + timedelta(days=7)))


def pages(day: date) -> dict[str, tuple[str, list[str]]]:
    """Each page's address and its bare statements."""
    return {
        "day-of-50-rooms": (links.day(SITE, day), bare_rows(periods.whole_day(day))),
        "week-of-one-room": (links.week(ROOM, day), bare_rows(week_of(day), room=ROOM)),
        "week-of-50-rooms": (
            f"{reverse('rooms:week_of_rooms')}?site={SITE}&le={day}",
            bare_rows(week_of(day)),
        ),
    }


def page_of(name: str, bookings: int, address: str) -> MeasuredPage:
    wrapper = town_of(bookings)
    use(wrapper)
    return MeasuredPage(f"{name}-{bookings}", wrapper, reader(), address)


def figures() -> list[Figure]:
    day = measured_day(timezone.localdate())
    seen: list[Figure] = []
    for name, (address, statements) in pages(day).items():
        print(f"  {name}…", flush=True)
        small, large = page_of(name, FEW, address), page_of(name, MANY, address)
        seen += against_floor(large, statements, goal=GOAL)
        seen.append(growth(name, small, large))
    return seen


def growth(name: str, small: MeasuredPage, large: MeasuredPage) -> Figure:
    """Two databases of one server in one process: each request goes to the other one than the request before."""
    medians = take_turns({f"at {FEW:,}": small.get, f"at {MANY:,}": large.get})
    ratio = medians[f"at {MANY:,}"] / medians[f"at {FEW:,}"]
    return at_most(f"{name}, at {MANY:,} and at {FEW:,}", ratio, GROWTH_GOAL, " ×", note=described(medians))
