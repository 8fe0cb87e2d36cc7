"""A series is read: whose it is, and how each of its dates ended."""

from __future__ import annotations

import pytest
from django.utils import timezone

from rooms.models import Booking
from tests.rooms.series.factories import a_series, nth

pytestmark = pytest.mark.django_db


def test_whose_it_is_and_who_typed_it(signed_in, author, colleague, room):
    series = a_series(room, author, organiser=colleague)
    pages = [signed_in(each).get(series.get_absolute_url()).content.decode() for each in (author, colleague)]
    assert f"{author}, pour {colleague}" in pages[0]
    assert f"{author}, pour vous" in pages[1]


def test_how_its_dates_ended(signed_in, author, room):
    series = a_series(room, author)
    states = [Booking.State.CANCELLED, Booking.State.DECLINED, Booking.State.FREED]
    for number, state in enumerate(states):
        ended = Booking.objects.filter(pk=nth(series, number).pk)
        ended.update(state=state, cancelled_at=timezone.now())
    page = signed_in(author).get(series.get_absolute_url()).content.decode()
    for words in ("annulée", "refusée", "rendue, faute de présence"):
        assert f'<span class="state late">{words}</span>' in page
