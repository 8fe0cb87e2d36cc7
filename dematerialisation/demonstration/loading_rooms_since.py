"""For a town that was loaded before its rooms lived: what is there stays where it is."""

from datetime import date

from django.utils import timezone

from core.people.models import Agent, Direction
from dematerialisation.demonstration import loading_rooms_life as life
from dematerialisation.demonstration import rooms, rooms_life
from dematerialisation.demonstration.bookings import WEEKLY
from dematerialisation.demonstration.calendar import monday_of
from dematerialisation.demonstration.keys import key_of
from dematerialisation.demonstration.loading_series import make_series, say_presence, weeks_of
from rooms.availability import occupancy
from rooms.models import Booking, Room, Series


def add_what_is_missing(people: dict[str, Agent], units: dict[str, Direction], today: date) -> None:
    """Nothing, where it is there already or where a visitor renamed a room of the town."""
    if Room.objects.filter(slug__in=[part.slug for part in rooms_life.PARTS]).exists():
        return
    wanted = [room.slug for room in rooms.ROOMS]
    by_slug = {room.slug: room for room in Room.objects.filter(slug__in=wanted).select_related("site")}
    if len(by_slug) < len(wanted):
        return
    # What is held without buffers would be too near, once they are there.
    life.describe(by_slug, units, with_buffers=False)
    occupancy.hold(Booking.objects.holding().filter(room=by_slug[rooms_life.DIVIDED]))
    attach(make_series(by_slug, people, monday_of(today)))
    life.load_life(by_slug, people, today)


def attach(series: dict[int, Series]) -> None:
    """The bookings that the series would have made, wherever a visitor moved them."""
    positions = {
        key_of("booking", "weekly", position, week): position
        for position in series
        for week in weeks_of(WEEKLY[position])
    }
    found = list(
        Booking.objects.filter(submission_key__in=positions, series=None).select_related("room", "organiser")
    )
    for booking in found:
        one = series[positions[booking.submission_key]]
        day = timezone.localdate(booking.period.lower)
        if day.weekday() == one.first_date.weekday():
            booking.series, booking.series_date = one, day
    say_presence(found)
    fields = ["series", "series_date", "state", "checked_in_at", "cancelled_at", "cancel_reason"]
    Booking.objects.bulk_update(found, fields)
