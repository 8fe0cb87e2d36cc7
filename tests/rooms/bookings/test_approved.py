"""A booking that was agreed to, then asked for longer: declined or unanswered, it stands as it was."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.people.models import Agent
from rooms.bookings import actions
from rooms.bookings.actions import swap
from rooms.models import Booking, Occupancy, Room
from rooms.requests import actions as requests
from rooms.series.actions import change_series
from rooms.series.change import Scope
from tests.rooms.factories import a_room, changed, hours
from tests.rooms.requests.test_requests import told
from tests.rooms.series.factories import a_change, a_series, nth

pytestmark = pytest.mark.django_db
NINE, LONGER = hours("09:00", "10:00"), hours("08:00", "11:00")


@pytest.fixture
def agreed(author: Agent, keeper: Agent, moderated: Room) -> Booking:
    booking = actions.book(moderated, by=author, period=NINE, title="Point budget")
    [booking] = requests.accept(booking, by=keeper)
    told()
    return booking


def seen(booking: Booking) -> tuple[str, Any, Any, list[Any]]:
    """Its state, its time, what was agreed to, and what it keeps from others."""
    booking.refresh_from_db()
    held = list(Occupancy.objects.filter(booking=booking).values_list("blocked_during", flat=True))
    return booking.state, booking.period, booking.agreed_period, held


def test_declined_it_stands_as_it_was(agreed, author, keeper):
    booking = changed(agreed, period=LONGER)
    assert seen(booking) == ("requested", LONGER, NINE, [LONGER])
    # Even longer, what was agreed to is still that.
    changed(booking, period=hours("08:00", "12:00"))
    assert seen(booking)[2] == NINE
    told()
    requests.decline(booking, by=keeper, reason="Ménage à onze heures.")
    assert seen(booking) == ("confirmed", NINE, None, [NINE])
    [words] = told().pop(author)
    assert "reste ce qu’elle était" in words


def test_accepted_nothing_is_kept_of_it(agreed, keeper):
    booking = changed(agreed, period=LONGER)
    requests.accept(booking, by=keeper)
    assert seen(booking) == ("confirmed", LONGER, None, [LONGER])


def test_unanswered_it_stands_and_the_keeper_knows(agreed, author, keeper):
    booking = changed(agreed, period=LONGER)
    told()
    with time_machine.travel(LONGER.lower + timedelta(minutes=1), tick=False):
        assert requests.end_unanswered() == 1
    assert seen(booking) == ("confirmed", NINE, None, [NINE])
    assert {agent: len(subjects) for agent, subjects in told().items()} == {author: 1, keeper: 1}


def test_made_as_short_again_it_awaits_nobody(agreed):
    booking = changed(agreed, period=LONGER)
    changed(booking, period=hours("09:00", "10:30"))
    assert seen(booking)[:3] == ("requested", hours("09:00", "10:30"), NINE)
    changed(booking, period=hours("09:00", "09:45"))
    assert seen(booking)[:3] == ("confirmed", hours("09:00", "09:45"), None)


def test_elsewhere_it_is_a_new_request(agreed, keeper):
    """Others may have what it left."""
    booking = changed(changed(agreed, period=LONGER), period=hours("14:00", "15:00"))
    assert seen(booking)[2] is None
    requests.decline(booking, by=keeper, reason="Travaux.")
    assert seen(booking)[::3] == ("declined", [])


def test_cancelled_or_exchanged_it_keeps_nothing(agreed, author):
    free = actions.book(a_room(slug="libre"), by=author, period=NINE, title="x")
    booking = changed(agreed, period=LONGER)
    with pytest.raises(ValidationError, match="se demande"):
        swap(booking, free, by=author)
    assert seen(booking)[2] == NINE
    actions.cancel(booking, by=author)
    assert seen(booking)[::2] == ("cancelled", None)


def test_dates_of_a_series_in_one_letter(author, keeper, moderated):
    series = a_series(moderated, author)
    requests.accept(series, by=keeper)
    change_series(nth(series, 0), a_change(series, ends_at=660), by=author, scope=Scope.ALL)
    for row in series.occurrences.all():
        assert row.agreed_period == hours("09:00", "10:00", on=row.day)
    told()
    requests.decline(series, by=keeper, reason="Ménage à onze heures.")
    for row in series.occurrences.all():
        nine = hours("09:00", "10:00", on=row.day)
        assert seen(row) == ("confirmed", nine, None, [nine])
        assert row.is_apart
    assert len(told()[author]) == 1


def test_the_database_refuses_the_rest(agreed):
    row = Booking.objects.filter(pk=agreed.pk)
    with pytest.raises(IntegrityError, match="agreed_within"), transaction.atomic():
        row.update(agreed_period=NINE)
    with pytest.raises(IntegrityError, match="agreed_within"), transaction.atomic():
        row.update(state="requested", agreed_period=LONGER)
