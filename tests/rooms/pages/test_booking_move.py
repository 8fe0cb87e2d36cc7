"""A booking moved by pointer: the same action as the form's, answered by a sentence."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rooms.models import Booking, Layout, Level, Room
from tests.rooms.factories import TODAY, TOMORROW, a_booking, hours, series_of

pytestmark = pytest.mark.django_db


def moved(client: Client, booking: Booking, to: Room, **fields: Any) -> Any:
    data = {"room": to.slug, "date": TOMORROW, "start": "14:00", "end": "15:30", **fields}
    return client.post(f"{booking.get_absolute_url()}deplacer/", data)


def test_moved_and_brought_back(signed_in, author, room, other_room):
    layout = Layout.objects.create(room=room, name="en U", capacity=10)
    client, booking = signed_in(author), a_booking(room, author, layout=layout)
    answer = moved(client, booking, other_room, end="24:00", start="14:00")
    assert answer.status_code == 422
    assert "trop tard" in answer.json()["said"]
    answer = moved(client, booking, other_room).json()
    assert answer["said"].startswith("C’est déplacé\u00a0: Mistral, le vendredi 27")
    booking.refresh_from_db()
    assert (booking.room, booking.period, booking.sequence) == (other_room, hours("14:00", "15:30"), 1)
    assert booking.layout is None
    back = moved(client, booking, room, **answer["undo"]).json()
    assert back["said"].startswith("C’est remis comme avant\u00a0: Remparts, le vendredi 27")
    booking.refresh_from_db()
    assert (booking.room, booking.period, booking.layout) == (room, hours("09:00", "10:00"), layout)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"start": "09:00", "end": "11:00"}, "C’est prolongé"),
        ({"start": "09:30", "end": "10:00"}, "C’est raccourci"),
        ({"start": "09:30", "end": "10:30"}, "C’est déplacé"),
        ({"start": "09:00", "end": "11:00", "room": "mistral"}, "C’est déplacé"),
        ({"start": "09:00", "end": "10:00"}, "C’est resté comme avant"),
    ],
)
def test_what_was_done_is_said(signed_in, author, room, other_room, fields, words):
    assert moved(signed_in(author), a_booking(room, author), room, **fields).json()["said"].startswith(words)


REFUSED = [
    ({"start": "15:30", "end": "14:00"}, "La fin doit venir après le début."),
    ({"start": "14:05"}, "pas lisible"),
    ({"date": "9999-12-31", "end": "24:00"}, "année"),
    ({"room": "nulle-part"}, "pas lisible"),
    ({"date": TODAY - timedelta(days=1)}, "passée"),
    ({"start": "11:00", "end": "12:00"}, "déjà réservée"),
]


def test_refused_with_a_sentence(signed_in, author, colleague, room, case):
    for fields, words in REFUSED:
        with case(fields, words):
            booking = a_booking(room, author)
            a_booking(room, colleague, hours("11:00", "12:00"))
            answer = moved(signed_in(author), booking, room, **fields)
            assert answer.status_code == 422
            assert words in answer.json()["said"]
            booking.refresh_from_db()
            assert booking.period == hours("09:00", "10:00")


def test_only_one_s_own_and_never_a_date_of_a_series(signed_in, author, colleague, room_manager, room):
    booking = a_booking(room, author)
    assert moved(signed_in(colleague), booking, room).status_code == 404
    # The manager owes a reason, which a gesture does not give.
    assert moved(signed_in(room_manager), booking, room).status_code == 404
    series = series_of(room, author, title="x", rule="FREQ=DAILY;COUNT=2", starts_at=0, ends_at=15)
    Booking.objects.update(series=series, series_date=TOMORROW)
    assert "série" in moved(signed_in(author), booking, room).json()["said"]


def test_moved_where_one_may_only_ask_it_is_a_request_again(signed_in, author, room):
    Room.objects.update(everyone_may=Level.ASK)
    booking = a_booking(room, author)
    assert "attend de nouveau" in moved(signed_in(author), booking, room).json()["said"]
    booking.refresh_from_db()
    assert booking.state == "requested"
