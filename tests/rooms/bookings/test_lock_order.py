"""Actions that take the same rows by different ways, at once: real threads, real commits, no deadlock shown."""

from datetime import timedelta
from functools import partial

import pytest

from core.people.roles import Role
from rooms.models import Booking
from rooms.series.actions import change_series, give_series
from rooms.series.change import Scope
from tests.factories import AgentFactory
from tests.rooms.bookings.test_race_of_actions import MOVED, raced
from tests.rooms.factories import a_room
from tests.rooms.series.factories import TUESDAY, a_change, a_series, nth, weekly

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_series_is_given_while_it_changes():
    """Whichever comes first, all the dates to come are one person's, and so is the series."""
    room = a_room()
    author, heir = AgentFactory.create(), AgentFactory.create()
    manager = AgentFactory.create(roles=[Role.ROOM_MANAGER])
    for turn in range(6):
        series = a_series(room, author, rule=weekly(4), first_date=TUESDAY + timedelta(days=28 * turn))
        later = a_change(series, starts_at=600, ends_at=660)
        said = raced(
            partial(give_series, series, to=heir, by=manager),
            partial(
                change_series,
                nth(series, 1),
                a_change(series, title="Autre"),
                by=manager,
                scope=Scope.FOLLOWING,
                reason="x",
            ),
            partial(change_series, nth(series, 0), later, by=manager, scope=Scope.ALL, reason="x"),
        )
        assert set(said) <= {"done", MOVED}, said
        for date in Booking.objects.filter(series__isnull=False).select_related("series"):
            assert date.series
            assert date.organiser_id == date.series.organiser_id
