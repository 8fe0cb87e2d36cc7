from datetime import date, datetime, time, timedelta
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.people.models import Agent
from rooms.availability import occupancy
from rooms.bookings import actions
from rooms.models import Booking, Room, Series, Site
from rooms.periods import at

# A Thursday, at 9:50 in the town, in winter.
TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 8, 50)  # noqa: DTZ001  (UTC, as time_machine reads it)
TOMORROW = TODAY + timedelta(days=1)
WEEKDAYS = tuple((day, time(8), time(19)) for day in range(5))


class SiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Site

    name = factory.Sequence(lambda n: f"Site {n}")
    slug = factory.Sequence(lambda n: f"site-{n}")
    address = "1, place des Mimosas"


def a_room(**fields: Any) -> Room:
    """Open from 8 to 19 h on weekdays, with its cell."""
    number = Room.objects.count() + 1
    if "site" not in fields:
        fields["site"] = Site.objects.order_by("pk").first() or SiteFactory.create()
    values = {"name": f"Remparts {number}", "slug": f"remparts-{number}", "keeper_phone": "04 00 00 10 01"}
    values |= {"capacity": 12, "equipment": ["écran"], "hours": WEEKDAYS}
    return occupancy.create_room(**values | fields)


def three_rooms() -> list[Room]:
    """Audiberti, Mistral and Remparts of the town hall, open on every day of the year: a browser's clock is real."""
    site = SiteFactory.create(name="Hôtel de ville", slug="hotel-de-ville", is_open_on_holidays=True)
    every_day = [(day, time(8), time(19)) for day in range(7)]
    names = ("Audiberti", "Mistral", "Remparts")
    return [a_room(name=name, slug=name.lower(), site=site, hours=every_day) for name in names]


def hours(start: str, end: str, *, on: date = TOMORROW, until: date | None = None) -> DateTimeTZRange:
    """`hours("09:00", "10:00")`: that period in the town's time, tomorrow unless said."""
    return DateTimeTZRange(at(on, time.fromisoformat(start)), at(until or on, time.fromisoformat(end)))


def a_booking(room: Room, organiser: Agent, period: DateTimeTZRange | None = None, **fields: Any) -> Booking:
    """Past the rules: as the loader stores it."""
    values = {"title": "Point budget", "period": period or hours("09:00", "10:00"), **fields}
    booking = Booking.objects.create(room=room, organiser=organiser, **values)
    occupancy.hold([booking])
    return booking


def changed(booking: Booking, by: Agent | None = None, **fields: Any) -> Booking:
    """As its organiser changes it, unless said: what is not said stays."""
    same = {name: getattr(booking, name) for name in ("room", "period", "title", "is_private")}
    return actions.change(booking, by=by or booking.organiser, **{**same, **fields})


def series_of(room: Room, organiser: Agent, **fields: Any) -> Series:
    """At 9 on three days, without its bookings."""
    values = {"title": "Comité", "rule": "FREQ=WEEKLY;COUNT=3", "first_date": TOMORROW, **fields}
    times = {"starts_at": 540, "ends_at": 600}
    return Series.objects.create(room=room, organiser=organiser, **times | values)


def sent(room: Room, /, **fields: Any) -> dict[str, Any]:
    """What the booking form posts."""
    values = {"room": room.slug, "date": TOMORROW.isoformat(), "start": "09:00", "end": "10:00"}
    return {**values, "title": "Point budget", **fields}
