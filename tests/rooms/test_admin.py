"""The rooms' managers' desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.people.models import Agent
from rooms.models import Room
from tests.rooms.factories import SiteFactory, a_booking

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]
MODELS = ["site", "room", "equipment", "booking"]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("outsider", 302),
        ("moderator", 403),
        ("directory_manager", 403),
        ("room_manager", 200),
        ("administrator", 200),
    ],
)
def test_who_enters(
    signed_in: SignedIn, request: pytest.FixtureRequest, room: Room, model: str, person: str, status: int
) -> None:
    agent = request.getfixturevalue(person)
    booking = a_booking(room, agent)
    pk = {"site": room.site_id, "room": room.pk, "equipment": room.equipment.get().pk, "booking": booking.pk}
    client = signed_in(agent)
    assert client.get(reverse(f"admin:rooms_{model}_changelist")).status_code == status
    assert client.get(reverse(f"admin:rooms_{model}_change", args=[pk[model]])).status_code == status
    if model not in ("booking", "equipment"):
        assert client.get(reverse(f"admin:rooms_{model}_history", args=[pk[model]])).status_code in (
            status,
            404,
        )


def posted(**fields: Any) -> dict[str, Any]:
    return {
        "site": SiteFactory.create().pk,
        "name": "Levant",
        "slug": "levant",
        "capacity": 6,
        "is_bookable": "on",
        "opening_hours-TOTAL_FORMS": 1,
        "opening_hours-INITIAL_FORMS": 0,
        "opening_hours-0-weekday": 0,
        "opening_hours-0-opens_at": "08:00",
        "opening_hours-0-closes_at": "18:00",
        **fields,
    }


def test_a_new_room_gets_its_cell_and_hours(signed_in: SignedIn, room_manager: Agent) -> None:
    response = signed_in(room_manager).post(reverse("admin:rooms_room_add"), posted())
    assert response.status_code == 302
    room = Room.objects.get()
    assert room.cells.get().name == "Levant"
    assert room.opening_hours.get().weekday == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"opening_hours-0-closes_at": "07:00"}, "doit suivre"),
        ({"opening_hours-0-closes_at": "18:05"}, "quart d’heure"),
        ({"capacity": "0"}, "1"),
        ({"name": "a\x00b"}, "nul"),
    ],
)
def test_bad_rooms(signed_in: SignedIn, room_manager: Agent, fields: dict[str, Any], words: str) -> None:
    response = signed_in(room_manager).post(reverse("admin:rooms_room_add"), posted(**fields))
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not Room.objects.exists()


def test_cancel_with_a_reason(signed_in: SignedIn, author: Agent, room_manager: Agent, room: Room) -> None:
    booking = a_booking(room, author)
    client = signed_in(room_manager)
    page = client.get(reverse("admin:rooms_booking_change", args=[booking.pk])).content.decode()
    assert "Annuler avec un motif" in page
    assert 'name="_save"' not in page
    url = reverse("admin:rooms_booking_deed", args=[booking.pk, "annuler"])
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "Fuite d’eau"}).status_code == 302
    booking.refresh_from_db()
    assert booking.is_cancelled
    assert "Fuite d’eau" in OutgoingMail.objects.get().body


@pytest.mark.parametrize("model", ["booking", "room", "site"])
def test_nothing_is_deleted(signed_in: SignedIn, administrator: Agent, room: Room, model: str) -> None:
    pk = {"booking": a_booking(room, administrator).pk, "room": room.pk, "site": room.site_id}[model]
    url = reverse(f"admin:rooms_{model}_delete", args=[pk])
    assert signed_in(administrator).post(url, {"post": "yes"}).status_code == 403
