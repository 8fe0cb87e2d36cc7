"""The rooms' managers' desk."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.admin.inlines import NamedRowsFormSet
from core.mail.models import OutgoingMail
from core.people.models import AddressAlias, Agent
from directory.imports.apply import agents_import
from rooms.bookings import actions
from rooms.models import Booking, Occupancy, Room, RoomRight
from rooms.querysets import Level
from tests.directory.factories import a_sheet
from tests.factories import AgentFactory
from tests.pages import as_shown
from tests.rooms.factories import SiteFactory, a_booking, a_room, hours

pytestmark = pytest.mark.django_db


def posted(**fields: Any) -> dict[str, Any]:
    hours = {
        "TOTAL_FORMS": 1,
        "INITIAL_FORMS": 0,
        "0-weekday": 0,
        "0-opens_at": "08:00",
        "0-closes_at": "18:00",
    }
    return {
        "site": SiteFactory.create().pk,
        "name": "Levant",
        "slug": "levant",
        "capacity": 6,
        "is_bookable": "on",
        "everyone_may": Level.BOOK,
        "notice_hours": 0,
        "longest_days": 1,
        "buffer_before": 0,
        "buffer_after": 0,
        **{f"{rows}-{which}_FORMS": 0 for rows in ("layouts", "rights") for which in ("TOTAL", "INITIAL")},
        **{f"opening_hours-{name}": value for name, value in hours.items()},
        **fields,
    }


def test_a_new_room_gets_its_cell_and_hours(signed_in, room_manager):
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
    ],
)
def test_bad_rooms(signed_in, room_manager, fields, words):
    response = signed_in(room_manager).post(reverse("admin:rooms_room_add"), posted(**fields))
    assert response.status_code == 200
    assert words in response.text
    assert not Room.objects.exists()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nadia@ville.example", "d’un agent"),
        ("surnom@ville.example", "d’un agent"),
        ("intranet@ville.example", "de l’intranet"),
        ("remparts@ailleurs.example", "de la mairie"),
        ("remparts@ville.example", ""),
        ("salles+remparts@ville.example", ""),
    ],
)
def test_where_a_room_is_invited(signed_in, room_manager, settings, address, words):
    settings.MAIL_FROM = "intranet@ville.example"
    settings.MAIL_ADDRESSES = {"salles": ["salles@ville.example"], "courrier": ["courrier@ville.example"]}
    agent = AgentFactory.create(email="nadia@ville.example")
    AddressAlias.objects.create(agent=agent, address="surnom@ville.example")
    response = signed_in(room_manager).post(
        reverse("admin:rooms_room_add"), posted(mail_address=address), follow=True
    )
    assert Room.objects.exists() == (not words)
    assert words in response.text


@pytest.mark.parametrize("address", ["Salle-Remparts@ville.example", "salles+un@ville.example"])
def test_no_agent_has_the_address_of_a_room(room, author, signed_in, settings, address):
    settings.MAIL_ADDRESSES = {"salles": ["salles@ville.example"]}
    Room.objects.filter(pk=room.pk).update(mail_address="salle-remparts@ville.example")
    author.email = address
    with pytest.raises(ValidationError, match="d’une salle"):
        author.clean()
    with pytest.raises(ValidationError, match="d’une salle"):
        AddressAlias(agent=author, address=address).clean()
    # One of before blocks no other change of the account.
    with transaction.atomic():
        author.save(update_fields=["email"])
        author.clean()
        AddressAlias.objects.create(agent=author, address=address).clean()
        transaction.set_rollback(True)
    author.refresh_from_db()
    page = reverse("directory:correction_propose", args=[author.reference])
    client = signed_in(author)
    data = as_shown(client, page) | {"submission_key": str(uuid.uuid4()), "email": address}
    assert "d’une salle" in client.post(page, data).text
    plan = agents_import.apply_file(a_sheet(f"90001;Roux;Zoé;;;;{address};;"), by=None)
    assert "d’une salle" in " ".join(plan.lines[0].notes)
    assert Agent.objects.get(personnel_number="90001").email is None


def as_it_is(room: Room, **fields: Any) -> dict[str, Any]:
    """What the desk's page of a room sends when nothing is touched, with these fields otherwise."""
    same = {"site": room.site_id, "name": room.name, "slug": room.slug, "capacity": room.capacity}
    cells = [cell.pk for cell in room.cells.all()]
    return posted(**{**same, "cells": cells, "opening_hours-TOTAL_FORMS": 0, **fields})


def sent(client: Client, url: str, data: dict[str, Any]) -> Any:
    """From the page as it is now."""
    return client.post(url, data | as_shown(client, url))


def test_rights_and_layouts_stand_on_the_room_s_page(signed_in, room_manager, author, room):
    client, url = signed_in(room_manager), reverse("admin:rooms_room_change", args=[room.pk])
    page = client.get(url).text
    # Without JavaScript too.
    assert all(
        f'name="{row}"' in page for row in ("rights-0-level", "layouts-0-name", "opening_hours-6-weekday")
    )
    rows = {
        "rights-TOTAL_FORMS": 1,
        "rights-0-direction": author.direction_id,
        "rights-0-level": Level.MANAGE,
        "layouts-TOTAL_FORMS": 1,
        "layouts-0-name": "en U",
        "layouts-0-capacity": 10,
    }
    refused = sent(client, url, as_it_is(room, **rows | {"rights-0-direction": ""}))
    assert "Choisissez un rôle, une direction, ou les deux" in refused.text
    assert sent(client, url, as_it_is(room, **rows)).status_code == 302
    assert (RoomRight.objects.get().direction, room.layouts.get().name) == (author.direction, "en U")
    quotas = {"person_quota_minutes": 120, "direction_quota_minutes": 60}
    assert "direction entière" in sent(client, url, as_it_is(room, **quotas)).text


def test_a_room_becomes_divisible(signed_in, room_manager, author, room):
    """Its standing bookings take the parts' cells; a part booked then, or a cell that is held, refuses."""
    client, url = signed_in(room_manager), reverse("admin:rooms_room_change", args=[room.pk])
    part = a_room(name="Remparts A", slug="remparts-a", site=room.site)
    standing = a_booking(room, author)
    in_the_way = a_booking(part, author, hours("09:30", "11:00"))
    own, parts = room.cells.get(), part.cells.get()
    both = as_it_is(room, cells=[own.pk, parts.pk])
    assert "est réservée le vendredi" in sent(client, url, both).text
    actions.cancel(in_the_way, by=author)
    assert "puis changez les minutes" in sent(client, url, both | {"buffer_after": 15}).text
    assert sent(client, url, both).status_code == 302
    assert standing.occupancies.count() == 2
    assert "est tenue par une réservation" in sent(client, url, as_it_is(room, cells=[own.pk])).text
    actions.cancel(standing, by=author)
    assert sent(client, url, as_it_is(room, cells=[parts.pk])).status_code == 302
    assert [*room.cells.all()] == [parts]
    actions.book(part, by=author, period=hours("09:00", "10:00"), title="x")
    assert Occupancy.objects.get().cell == parts


@pytest.mark.parametrize(
    ("action", "sent", "state"),
    [("accepter", {}, "confirmed"), ("refuser", {"reason": "Travaux"}, "declined")],
)
def test_a_request_is_answered_at_the_desk(signed_in, author, room_manager, room, action, sent, state):
    booking, client = a_booking(room, author, state="requested"), signed_in(room_manager)
    assert "Accepter la demande" in client.get(reverse("admin:rooms_booking_change", args=[booking.pk])).text
    url = reverse("admin:rooms_booking_action", args=[booking.pk, action])
    assert client.post(url, sent).status_code == 302
    assert Booking.objects.get().state == state
    assert client.post(url, sent).status_code in (200, 403)
    assert OutgoingMail.objects.get().agent == author


def test_more_rows_than_anybody_writes_are_refused_before_they_are_built(
    room_manager, room, signed_in, monkeypatch
):
    built: list[int | None] = []
    add_fields = NamedRowsFormSet.add_fields

    def counted(rows: NamedRowsFormSet, form: Any, index: int | None) -> None:
        built.append(index)
        add_fields(rows, form, index)

    monkeypatch.setattr(NamedRowsFormSet, "add_fields", counted)
    client, url = signed_in(room_manager), reverse("admin:rooms_room_change", args=[room.pk])
    response = sent(client, url, as_it_is(room, **{"layouts-TOTAL_FORMS": 2000}))
    assert response.status_code == 200
    assert "Veuillez soumettre au plus" in response.text
    assert max(index or 0 for index in built) < 300
