"""Ten years of bookings in 150 rooms of three sites, written by COPY; the measured week is the same at every size."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from functools import cache

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from benchmarks.databases import filled
from benchmarks.people import make_agents
from core.people.models import Agent
from rooms import periods
from rooms.availability import occupancy
from rooms.models import Closure, Layout, Level, Room, RoomRight, Site

# Beside those of the demonstration town, which load fills too.
SITES = ("site-nord", "site-sud", "site-port")
SITE = SITES[0]
ROOMS_A_SITE = 50
SLOTS = 10
FIRST_HOUR = 8
MINUTES = 45
FEW, MANY = 1_000, 1_000_000
YEARS_BEFORE = 9
SEED = 2026
# On a site that is measured, nothing is set up or cleaned: each booking is followed by a free quarter, hence a link.
BUFFERED = 15
# A booking to write: the room's position, the day and the hour's.
type Taken = tuple[int, date, int]


def measured_day(today: date) -> date:
    """The first Wednesday of the quarter after next: bookable, and the same for a quarter, so that data is kept."""
    months = (today.month - 1) // 3 * 3 + 6
    first = date(today.year + months // 12, months % 12 + 1, 1)
    return first + timedelta(days=(2 - first.weekday()) % 7)


def town_of(bookings: int) -> BaseDatabaseWrapper:
    """The database that holds so many, made unless an earlier run made it."""
    day = measured_day(timezone.localdate())
    recipe = (bookings, day, SITES, ROOMS_A_SITE, SLOTS, MINUTES, YEARS_BEFORE, SEED, BUFFERED, "by COPY, 4")
    return filled(f"bench_rooms_{bookings}", lambda: fill(day, bookings, make_agents()), recipe=recipe)


def fill(day: date, bookings: int, agents: Sequence[Agent]) -> None:
    rooms = [room for slug in SITES for room in make_rooms(slug)]
    make_rules(rooms, agents)
    copy_bookings(rooms, agents, around(day, bookings))


def make_rooms(site_slug: str, count: int = ROOMS_A_SITE) -> list[Room]:
    site = Site.objects.create(
        name=site_slug.replace("-", " "),
        slug=site_slug,
        address="1, place des Mimosas",
        # Or no room would be free at 52 dates.
        is_open_on_holidays=True,
    )
    hours = [(weekday, time(FIRST_HOUR), time(FIRST_HOUR + SLOTS + 1)) for weekday in range(7)]
    return [
        occupancy.create_room(
            site=site,
            name=f"Salle {number:02}",
            slug=f"{site_slug}-{number:02}",
            capacity=4 + number,
            floor=f"{number // 10}e étage",
            is_step_free=number % 5 > 0,
            keeper_phone="04 00 00 00 00",
            buffer_after=0 if site_slug == SITE else number % 2 * BUFFERED,
            equipment=["écran", "tableau blanc"] if number % 3 else ["écran"],
            hours=hours,
        )
        for number in range(count)
    ]


def make_rules(rooms: Sequence[Room], agents: Sequence[Agent]) -> None:
    """What pages and actions must ask for: layouts, rights of directions, closures lifted and standing."""
    Layout.objects.bulk_create(Layout(room=room, name="en U", capacity=room.capacity) for room in rooms)
    RoomRight.objects.bulk_create(
        RoomRight(room=room, direction=agents[number].direction, level=Level.MANAGE)
        for number, room in enumerate(rooms[1::5])
    )
    first = measured_day(timezone.localdate()) + timedelta(days=28)
    Closure.objects.bulk_create(
        Closure(
            room=room,
            period=DateTimeTZRange(periods.midnight(first), periods.midnight(first + timedelta(days=1))),
            reason="Travaux",
            created_by=agents[0],
        )
        for room in rooms[::10]
    )


def around(day: date, bookings: int) -> Iterator[Taken]:
    """The measured week, then the rest of ten years until there are so many, in the order of their dates."""
    week = list(measured_week(day))
    yield from week
    monday = day - timedelta(days=day.weekday())
    start = monday.replace(year=monday.year - YEARS_BEFORE, day=1)
    days = [start + timedelta(days=number) for number in range((YEARS_BEFORE + 1) * 365)]
    days = [each for each in days if each.weekday() < 5 and each - timedelta(days=each.weekday()) != monday]
    yield from spread(days, bookings - len(week))


def measured_week(day: date) -> Iterator[Taken]:
    """The measured day is full at the measured site; each other room and day has one booking."""
    monday = day - timedelta(days=day.weekday())
    for weekday in range(5):
        for room in range(len(SITES) * ROOMS_A_SITE):
            on = monday + timedelta(days=weekday)
            if room < ROOMS_A_SITE and on == day:
                yield from ((room, on, slot) for slot in range(SLOTS))
            elif room < ROOMS_A_SITE or on == day:
                yield room, on, (room + weekday) % SLOTS


def spread(days: Sequence[date], bookings: int) -> Iterator[Taken]:
    """Some rooms are wanted three times as much as others; the same draw at each run."""
    draw = random.Random(SEED)
    rooms = len(SITES) * ROOMS_A_SITE
    wanted = [1 + 2 * (room * 7 % rooms) / rooms for room in range(rooms)]
    found: list[int] = []
    for room in range(rooms):
        share = round(bookings * sum(wanted[: room + 1]) / sum(wanted)) - len(found)
        for place in draw.sample(range(len(days) * SLOTS), share):
            number, slot = divmod(place, SLOTS)
            found.append((number * SLOTS + slot) * rooms + room)
    for code in sorted(found):
        place, room = divmod(code, rooms)
        yield room, days[place // SLOTS], place % SLOTS


@cache
def slot(day: date, number: int) -> DateTimeTZRange:
    start = periods.at(day, time(FIRST_HOUR + number))
    return DateTimeTZRange(start, start + timedelta(minutes=MINUTES))


BOOKINGS = (
    "COPY rooms_booking (id, reference, submission_key, room_id, organiser_id, title, is_private, period, is_apart,"
    " state, sequence, created_at, wants_reminder, cancel_reason, imported_from) FROM STDIN"
)
OCCUPANCIES = """
    INSERT INTO rooms_occupancy (booking_id, cell_id, blocked_during)
    SELECT booking.id, theirs.cell_id, tstzrange(lower(booking.period) - make_interval(mins => room.buffer_before),
                                                 upper(booking.period) + make_interval(mins => room.buffer_after))
    FROM rooms_booking booking
    JOIN rooms_room room ON room.id = booking.room_id
    JOIN rooms_room_cells theirs ON theirs.room_id = room.id
    WHERE booking.id > %s
"""
LAST_NUMBER = "SELECT coalesce(max(id), 0) FROM rooms_booking"


def copy_bookings(rooms: Sequence[Room], agents: Sequence[Agent], bookings: Iterable[Taken]) -> None:
    """Past the history, which would hold as many rows again and is read by no measured page."""
    asked_at = timezone.now().isoformat()
    unchanging = (False, "confirmed", 0, asked_at, False, "", "")
    with connection.cursor() as cursor:
        for table in ("rooms_booking", "rooms_occupancy"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(LAST_NUMBER)
        [before] = cursor.fetchone()
        with cursor.copy(BOOKINGS) as copy:
            for number, (room, day, hour) in enumerate(bookings, start=before + 1):
                organiser, period = agents[(number * 7 + hour) % len(agents)], slot(day, hour)
                named = (number, f"{number:012x}", f"{number:032x}", rooms[room].pk, organiser.pk)
                title, is_private = f"Réunion d’équipe de {FIRST_HOUR + hour} h", hour == SLOTS - 1
                copy.write_row((*named, title, is_private, period, *unchanging))
        cursor.execute(OCCUPANCIES, [before])
        # Otherwise the foreign keys are still to be looked at, and the table cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("rooms_booking", "rooms_occupancy"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        # The numbers were given: the next one follows them.
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('rooms_booking', 'id'), ({LAST_NUMBER}))")
