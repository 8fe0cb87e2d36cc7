"""Sites, rooms, and a plausible month of bookings on each side of today."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent, Direction
from demo import texts
from demo.data_files import Record, copied
from demo.dates import at, monday_of
from demo.keys import keys
from demo.loading import room_use
from demo.loading.series import make_series, set_apart, weeks_of
from rooms.availability import occupancy
from rooms.availability.occupancy import create_room
from rooms.models import Booking, Room, Series, Site


def load_rooms(people: dict[str, Agent], units: dict[str, Direction]) -> None:
    sites = {
        site.slug: Site.objects.create(
            slug=site.slug, name=site.name, address=site.address, access=site.access
        )
        for site in texts.rooms.sites
    }
    by_slug = {room.slug: load_room(room, sites[room.site]) for room in texts.rooms.rooms}
    room_use.describe(by_slug, units)
    today = timezone.localdate()
    monday = monday_of(today)
    series = make_series(by_slug, people, monday)
    bookings = list(booking_rows(by_slug, people, monday, series))
    set_apart(bookings)
    occupancy.hold(Booking.objects.bulk_create(bookings))
    room_use.load_room_use(by_slug, people, today)


def load_room(room: Record, site: Site) -> Room:
    return create_room(
        site=site,
        **copied(
            room, "slug name capacity floor is_bookable unavailable_note keeper_phone description equipment"
        ),
        is_step_free=room.step_free,
        mail_address=f"salle-{room.slug}@port-mimosa.example",
        hours=[
            (weekday, time.fromisoformat(opens), time.fromisoformat(closes))
            for weekday, opens, closes in room.opening_hours
        ],
    )


def booking_rows(
    by_slug: dict[str, Room], people: dict[str, Agent], monday: date, series: dict[int, Series]
) -> Iterator[Booking]:
    for position, weekly in enumerate(texts.rooms.weekly):
        for week in weeks_of(weekly):
            row = booking_row(weekly, week, ("weekly", position, week), by_slug, people, monday)
            if position in series:
                row.series, row.series_date = series[position], timezone.localdate(row.period.lower)
            yield row
    for position, once in enumerate(texts.rooms.one_off):
        row = booking_row(once, once.week_offset, ("once", position), by_slug, people, monday)
        if once.cancelled_by:
            row.state = Booking.State.CANCELLED
            row.cancelled_by, row.cancel_reason = people[once.cancelled_by], once.cancel_reason
            row.cancelled_at = row.created_at + timedelta(days=1)
        yield row


def booking_row(
    booking: Record,
    week: int,
    key: tuple[object, ...],
    by_slug: dict[str, Room],
    people: dict[str, Agent],
    monday: date,
) -> Booking:
    day = monday + timedelta(weeks=week, days=booking.weekday)
    start = at(day, booking.start)
    return Booking(
        **keys("booking", *key),
        room=by_slug[booking.room],
        organiser=people[booking.organiser],
        **copied(booking, "title is_private"),
        period=DateTimeTZRange(start, at(day, booking.end), "[)"),
        created_at=min(start - timedelta(days=21), timezone.now() - timedelta(days=2)),
    )
