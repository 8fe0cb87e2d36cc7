"""The day of 50 rooms, at 1,000 and at 100,000 bookings, and a race for 100 slots."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier

from django.db import connection, connections
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from benchmarks.databases import database, filled, use
from benchmarks.measure import Figure, at_most, described, exactly, take_turns
from benchmarks.pages import MeasuredPage, against_floor
from benchmarks.people import make_agents, reader
from core.people.models import Agent
from rooms import actions, addresses, holding, periods
from rooms.clashes import Clash
from rooms.models import Booking, Room, Site

GOAL = 3.0
GROWTH_GOAL = 1.2
ROOMS = 50
SLOTS = 10
FEW, MANY = 1_000, 100_000
CLIENTS = 16
RACED_ROOMS = 10
FIRST_HOUR = 8
SITE = "hotel-de-ville"

# The grid's rows in one statement: each room with its hours, and each booking that blocks it that day.
BARE_DAY = """
    SELECT room.id, room.slug, room.name, room.capacity, room.floor, room.is_step_free, room.is_bookable,
           hours.opens_at, hours.closes_at, lower(held.blocked_during), upper(held.blocked_during),
           booking.reference, booking.title, booking.is_private, booking.organiser_id,
           organiser.first_name, organiser.last_name
    FROM rooms_site site
    JOIN rooms_room room ON room.site_id = site.id
    LEFT JOIN rooms_openinghours hours ON hours.room_id = room.id AND hours.weekday = {weekday}
    LEFT JOIN rooms_room_cells cells ON cells.room_id = room.id
    LEFT JOIN rooms_occupancy held ON held.cell_id = cells.cell_id
         AND held.blocked_during && tstzrange('{start}', '{end}')
    LEFT JOIN rooms_booking booking ON booking.id = held.booking_id
    LEFT JOIN people_agent organiser ON organiser.id = booking.organiser_id
    WHERE site.slug = '{site}'
    ORDER BY room.name, held.blocked_during
"""


def measured_day(today: date) -> date:
    """The first Wednesday of the quarter after next: bookable, and the same for a quarter, so that data is kept."""
    months = (today.month - 1) // 3 * 3 + 6
    first = date(today.year + months // 12, months % 12 + 1, 1)
    return first + timedelta(days=(2 - first.weekday()) % 7)


def make_rooms() -> list[Room]:
    site = Site.objects.create(name="Hôtel de ville", slug=SITE, address="1, place des Mimosas")
    hours = [(weekday, time(FIRST_HOUR), time(FIRST_HOUR + SLOTS + 1)) for weekday in range(7)]
    return [
        actions.create_room(
            site=site,
            name=f"Salle {number:02}",
            slug=f"salle-{number:02}",
            capacity=4 + number,
            floor="1er étage",
            is_step_free=True,
            keeper_phone="04 00 00 00 00",
            equipment=["écran", "tableau blanc"],
            hours=hours,
        )
        for number in range(ROOMS)
    ]


def make_rooms_and_agents() -> None:
    make_rooms()
    make_agents()


def slot(day: date, number: int, *, minutes: int = 60) -> DateTimeTZRange:
    start = periods.at(day, time(FIRST_HOUR + number))
    return DateTimeTZRange(start, start + timedelta(minutes=minutes))


def book_days(day: date, bookings: int) -> None:
    """Ten bookings of 45 minutes a room and day: each is followed by a free quarter, hence by a link."""
    rooms, agents = make_rooms(), make_agents()
    made = Booking.objects.bulk_create(
        Booking(
            room=room,
            organiser=agents[(room.pk * SLOTS + hour) % len(agents)],
            title=f"Réunion d’équipe de {FIRST_HOUR + hour} h",
            is_private=hour == SLOTS - 1,
            period=slot(day, hour, minutes=45),
        )
        for room in rooms
        for hour in range(SLOTS)
    )
    holding.hold(made)
    repeat_day(bookings // len(made) - 1)


def repeat_day(times: int) -> None:
    """The same bookings on the days around, by the server alone: the history's triggers run, no rule is asked."""
    fresh = {
        "reference": "substr(md5(random()::text), 1, 12)",
        "submission_key": "gen_random_uuid()",
        "period": "tstzrange(lower(period) + shift, upper(period) + shift)",
    }
    columns = [
        field.column for field in Booking._meta.concrete_fields if field.column and not field.primary_key
    ]
    values = [fresh.get(column, column) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO rooms_booking ({', '.join(columns)}) SELECT {', '.join(values)} FROM rooms_booking, "
            "LATERAL (SELECT (n + 1) / 2 * CASE n %% 2 WHEN 0 THEN 1 ELSE -1 END * interval '1 day' AS shift"
            " FROM generate_series(1, %s) n) AS days",
            [times],
        )
        cursor.execute(
            "INSERT INTO rooms_occupancy (cell_id, booking_id, blocked_during)"
            " SELECT cells.cell_id, booking.id, booking.period FROM rooms_booking booking"
            " JOIN rooms_room_cells cells ON cells.room_id = booking.room_id"
            " WHERE NOT EXISTS (SELECT FROM rooms_occupancy held WHERE held.booking_id = booking.id)"
        )


def day_page(bookings: int, day: date) -> MeasuredPage:
    recipe = (bookings, day, ROOMS, SLOTS, "repeated by the server")
    wrapper = filled(f"bench_rooms_{bookings}", lambda: book_days(day, bookings), recipe=recipe)
    use(wrapper)
    return MeasuredPage(f"day-{bookings}", wrapper, reader(), addresses.day(SITE, day))


def figures() -> list[Figure]:
    day = measured_day(timezone.localdate())
    few, many = day_page(FEW, day), day_page(MANY, day)
    period = periods.whole_day(day)
    statement = BARE_DAY.format(
        weekday=day.weekday(), start=period.lower.isoformat(), end=period.upper.isoformat(), site=SITE
    )
    return [
        *against_floor(many, [statement], goal=GOAL),
        growth(few, many),
        *race(day),
    ]


def growth(few: MeasuredPage, many: MeasuredPage) -> Figure:
    """Two databases of one server in one process: each request goes to the other one than the request before."""
    medians = take_turns({few.name: few.get, many.name: many.get})
    ratio = medians[many.name] / medians[few.name]
    name = f"the same day at {MANY:,} bookings and at {FEW:,}"
    return at_most(name, ratio, GROWTH_GOAL, " ×", note=described(medians))


def race(day: date) -> list[Figure]:
    """Every client tries every slot, each in an order of its own."""
    wrapper = filled("bench_race", make_rooms_and_agents, recipe=("race", day))
    use(wrapper)
    # In the order of the foreign keys; the history has its own rows and keeps them.
    Booking.objects.all().delete()
    deadlocks = deadlocks_seen()
    room_ids = list(Room.objects.order_by("pk").values_list("pk", flat=True)[:RACED_ROOMS])
    slots = [(room_id, number) for room_id in room_ids for number in range(SLOTS)]
    start = Barrier(CLIENTS)
    with ThreadPoolExecutor(CLIENTS) as pool:
        runs = [pool.submit(race_one, client, day, slots, start) for client in range(CLIENTS)]
        outcomes = [outcome for run in runs for outcome in run.result()]
    accepted = outcomes.count("accepted")
    refused = outcomes.count("déjà réservée")
    others = sorted(set(outcomes) - {"accepted", "déjà réservée"})
    attempts = len(slots) * CLIENTS
    return [
        exactly(f"race of {CLIENTS} for {len(slots)} slots, accepted", accepted, len(slots)),
        exactly("bookings and occupancies in the database agree", len(slots_held()), len(slots)),
        exactly(
            "race, refused as « déjà réservée »", refused, attempts - len(slots), note="; ".join(others)[:200]
        ),
        exactly("race, deadlocks seen by PostgreSQL", deadlocks_seen() - deadlocks, 0),
    ]


def race_one(client: int, day: date, slots: list[tuple[int, int]], start: Barrier) -> list[str]:
    """What one client was told for each slot, on a connection of its own."""
    use(database("bench_race"))
    outcomes = []
    try:
        agent = Agent.objects.get(identifiant=f"agent{client}")
        rooms = {room.pk: room for room in Room.objects.all()}
        order = random.Random(client).sample(slots, len(slots))
        start.wait(30)
        for room_id, number in order:
            outcomes.append(attempt(rooms[room_id], agent, slot(day, number)))
    finally:
        connections["default"].close()
    return outcomes


def attempt(room: Room, agent: Agent, period: DateTimeTZRange) -> str:
    try:
        actions.book(room, by=agent, period=period, title="Réunion")
    except Clash as refusal:
        sentence = str(refusal.messages[0])
        return "déjà réservée" if "déjà réservée" in sentence else sentence
    except Exception as error:  # whatever else happens is what the race is looking for
        return f"{type(error).__name__}: {error}"
    return "accepted"


def slots_held() -> list[int]:
    return list(Booking.objects.confirmed().filter(occupancies__isnull=False).values_list("pk", flat=True))


def deadlocks_seen() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]
