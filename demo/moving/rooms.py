"""Move bookings, series and the rest by whole weeks: working days stay working days."""

from datetime import date, datetime, timedelta

import pgtrigger
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from demo.dates import monday_of
from demo.loading import room_use as life
from demo.loading.rooms import booking_keys
from demo.loading.search_stats import count_searches
from demo.loading.series import series_keys, set_presence
from rooms.availability import occupancy
from rooms.models import Booking, Closure, Occupancy, RoomProblem, Series, Wait

GIVES_WAY = "Place laissée à une réservation faite pendant l’essai."


def move_rooms(anchor: date, today: date) -> None:
    """Without history, except for the occupancy of bookings, which needs its triggers."""
    weeks = (monday_of(today) - monday_of(anchor)).days // 7
    moved_bookings: list[Booking] = []
    with pgtrigger.ignore():
        if weeks:
            moved_bookings = move_bookings(weeks, but=move_series(weeks))
            move_waits_and_closures(weeks)
        move_problems(today - anchor)
    occupancy.hold(moved_bookings)
    count_searches(today, since=anchor - timedelta(days=1))


def move_problems(shift: timedelta) -> None:
    for problem in RoomProblem.objects.filter(reference__in=life.problem_references()):
        problem.reported_at = problem.reported_at + shift
        problem.fixed_at = min(problem.fixed_at + shift, timezone.now()) if problem.fixed_at else None
        problem.save(update_fields=["reported_at", "fixed_at"])


def move_series(weeks: int) -> list[int]:
    """Gives the series that a visitor changed: they stay where they are, with their dates."""
    series = list(Series.objects.filter(submission_key__in=series_keys()))
    untouched = [one for one in series if not one.sequence]
    for one in untouched:
        one.first_date += timedelta(weeks=weeks)
        one.skipped = [day + timedelta(weeks=weeks) for day in one.skipped]
    Series.objects.bulk_update(untouched, ["first_date", "skipped"])
    return [one.pk for one in series if one.sequence]


def move_bookings(weeks: int, *, but: list[int]) -> list[Booking]:
    """Move them all at once, holding nothing yet.

    One that would now overlap a visitor's booking is cancelled, never the visitor's.
    """
    theirs = Booking.objects.filter(submission_key__in=booking_keys()).exclude(series__in=but)
    # One that a visitor gave to a series of their own is theirs.
    bookings = [
        booking
        for booking in theirs.select_related("room", "series")
        if booking.series is None or booking.series.submission_key in set(series_keys())
    ]
    Occupancy.objects.filter(booking__in=bookings).delete()
    for booking in bookings:
        booking.period = moved(booking.period, weeks)
        if booking.series_date:
            booking.series_date += timedelta(weeks=weeks)
    set_presence(bookings)
    for booking in bookings:
        if not booking.is_cancelled and life.is_taken(booking):
            booking.state, booking.cancel_reason = Booking.State.CANCELLED, GIVES_WAY
            booking.cancelled_at, booking.checked_in_at = timezone.now(), None
    fields = ["period", "series_date", "state", "cancel_reason", "cancelled_at", "checked_in_at"]
    Booking.objects.bulk_update(bookings, fields)
    return bookings


def move_waits_and_closures(weeks: int) -> None:
    """Move the waits still waiting, and the closures still in force."""
    waits = list(Wait.objects.filter(reference__in=life.wait_references(), state=Wait.State.WAITING))
    closures = list(Closure.objects.standing().filter(reference__in=life.closure_references()))
    for wait in waits:
        wait.period = moved(wait.period, weeks)
    for closure in closures:
        closure.period = moved(closure.period, weeks)
    Wait.objects.bulk_update(waits, ["period"])
    Closure.objects.bulk_update(closures, ["period"])


def moved(period: DateTimeTZRange, weeks: int) -> DateTimeTZRange:
    return DateTimeTZRange(later(period.lower, weeks), later(period.upper, weeks), "[)")


def later(moment: datetime, weeks: int) -> datetime:
    """The same wall clock of the town, whatever the season."""
    return timezone.make_aware(timezone.localtime(moment).replace(tzinfo=None) + timedelta(weeks=weeks))
