"""Each address of the rooms, as those who may not: what is hidden is read by none, what is others' stays as it was."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.http.response import HttpResponseBase
from django.utils import timezone

from core.people import secret_addresses
from core.people.models import Agent
from core.people.roles import Role
from rooms import services, waiting_list
from rooms.attendees import actions as attending
from rooms.bookings import actions
from rooms.displays import screens
from rooms.models import Booking, Closure, Level, Room, RoomProblem, RoomRight, Series, ServiceDesk
from rooms.pages.feeds import Feed
from rooms.pages.find_room.forms import RHYTHMS
from tests.addresses import real_path, routes
from tests.factories import AgentFactory
from tests.rooms.factories import TODAY, TOMORROW, a_booking, a_room, hours, sent
from tests.rooms.series.factories import a_series, weekly

pytestmark = pytest.mark.django_db
SECRET = "Reclassement de Mme X"
NEXT_WEEK = TOMORROW + dt.timedelta(days=7)


@pytest.fixture
def keeper(outsider: Agent) -> Agent:
    """Of another room only."""
    mine = a_room(name="Salle du gardien", slug="gardien")
    RoomRight.objects.create(room=mine, direction=outsider.direction, level=Level.MANAGE)
    return outsider


@pytest.fixture
def life(room: Room, author: Agent, keeper: Agent) -> list[str]:
    """A room with one of everything, all of the author's; gives the addresses of the rooms' pages."""
    manager = AgentFactory.create(roles=[Role.ROOM_MANAGER])
    desk = ServiceDesk.objects.create(name="Restauration", email="restauration@ville.example")
    booking = actions.book(room, by=author, period=hours("09:00", "10:00"), title=SECRET, is_private=True)
    attending.invite(booking, by=author, addresses=["ami@ailleurs.example"])
    services.ask(booking, by=author, desk=desk, note=SECRET)
    a_series(room, author, rule=weekly(3), title=SECRET, is_private=True, starts_at=840, ends_at=900)
    taken = a_booking(room, manager, hours("16:00", "17:00"), title=SECRET, is_private=True)
    waiting_list.ask(room, by=author, period=taken.period, title=SECRET, is_private=True)
    a_booking(room, author, hours("09:00", "10:00", on=NEXT_WEEK), title=SECRET, is_private=True)
    a_booking(room, author, hours("09:30", "11:00", on=TODAY), title=SECRET, is_private=True)
    screens.create(room, name="Porte", by=manager)
    period = hours("09:00", "18:00", on=NEXT_WEEK)
    Closure.objects.create(room=room, period=period, reason="Travaux", created_by=manager)
    RoomProblem.objects.create(room=room, words="Chaise cassée", reported_by=author)
    return list(_paths())


def _paths() -> Iterator[str]:
    for route in routes():
        if route.name.startswith(("rooms:", "admin:rooms")) and (path := real_path(route)):
            yield path


def text_of(response: HttpResponseBase) -> str:
    if getattr(response, "streaming", False):
        return b"".join(response).decode(errors="replace")
    return response.content.decode(errors="replace")  # type: ignore[attr-defined]  # it does not


@pytest.mark.parametrize("hidden", ["private", "room", "offer"])
def test_a_hidden_title_is_read_through_no_address(signed_in, room, keeper, life, hidden):
    """Private, of a room that shows only that it is taken, or offered to someone who waits for it."""
    if hidden == "offer":
        until = timezone.now() + dt.timedelta(hours=2)
        Booking.objects.filter(series=None).update(is_private=False, state="held", held_until=until)
    if hidden == "room":
        Room.objects.filter(pk=room.pk).update(everyone_may=Level.TAKEN)
        Booking.objects.update(is_private=False)
        Series.objects.update(is_private=False)
    manager = Agent.objects.get(groups__name=Role.ROOM_MANAGER)
    _, hall = screens.create(room.site, name="Hall", by=manager)
    _, door = screens.create(room, name="Porte 2", by=manager)
    asked = [*life, hall.partition("//")[2].partition("/")[2], door.partition("//")[2].partition("/")[2]]
    client = signed_in(keeper)
    feeds = [Feed(room=room), Feed(site=room.site), Feed()]
    asked += [feed.path(secret_addresses.give(keeper, feed.purpose)) for feed in feeds]
    for path in asked:
        for query in (f"?le={TOMORROW}", f"?le={NEXT_WEEK}&quoi=recherches&salle=remparts"):
            text = text_of(client.get(f"/{path.lstrip('/')}{query}"))
            assert "Reclassement" not in text, f"{path}{query}"
    # It stands there, for who may read it.
    assert "Reclassement" in text_of(signed_in(manager).get(f"/salles/?le={TOMORROW}"))
    rhythm = {"rhythm": "jour", "times": "3", "interval": "1", "etape": "dates"}
    for path in ("/salles/reserver/", "/salles/serie/nouvelle/"):
        for headers in ({}, {"HX-Request": "true"}):
            page = text_of(client.post(path, sent(room) | rhythm, headers=headers))
            assert "Reclassement" not in page, path


REPRESENTATION = re.compile(r"None|datetime|Rule\(|object at|[<\[(]|%3C|%5B|%28", re.IGNORECASE)


def test_no_address_holds_a_representation_of_python(signed_in, room, life):
    client = signed_in(Agent.objects.get(groups__name=Role.ROOM_MANAGER))
    search = "salles/trouver/?quand=date&de=09:00&duree=60&personnes=2&fois=4&le="
    rhythms = [f"{search}{NEXT_WEEK + dt.timedelta(days=1)}&rythme={code}" for code, _ in RHYTHMS]
    seen = set()
    for path in [*life, *rhythms, f"salles/?le={TOMORROW}"]:
        if path.startswith(("salles/", "/salles/")):
            seen |= set(re.findall(r'(?:href|action)="([^"]*)"', text_of(client.get(f"/{path.lstrip('/')}"))))
    assert any("/serie/nouvelle/?" in address for address in seen)
    assert [address for address in sorted(seen) if REPRESENTATION.search(address)] == []


KEPT = (
    *("booking", "series", "wait", "attendee", "servicerequest", "screen", "closure", "roomproblem"),
    *("room", "occupancy", "site", "roomright"),
)
POSTED = {"reason": "Parce que", "title": "Piraté", "to": "agent0", "people": "pirate@ailleurs.example"}
POSTED |= {"whole_series": "1", "note": "Du café", "desk": "1", "geste": "laisser", "etape": "enregistrer"}
POSTED |= {"accord": "1", "reponse": "accepter", "words": "Oui", "other": "", "rhythm": "semaine"}
POSTED |= {"interval": "1", "times": "2"}


def rows() -> dict[str, list[dict[str, Any]]]:
    managers = {label: apps.get_model("rooms", label)._base_manager for label in KEPT}
    return {label: list(manager.order_by("pk").values()) for label, manager in managers.items()}


@pytest.mark.parametrize("person", ["keeper", "guest"])
def test_what_is_others_is_changed_through_no_address(request, signed_in, room, life, person):
    """By whoever keeps another room, by a guest: rows of their own may come, none goes or changes."""
    if person == "guest":
        agent = AgentFactory.create()
        for booking in Booking.objects.filter(organiser__isnull=False):
            booking.attendees.create(agent=agent)
    else:
        agent = request.getfixturevalue(person)
    client, before = signed_in(agent), rows()
    for path in life:
        for data in (POSTED, sent(room) | POSTED):
            response = client.post(path, data)
            assert response.status_code < 500, path
    after = rows()
    for label, known in before.items():
        assert [row for row in after[label] if row["id"] in {one["id"] for one in known}] == known, label
    new = Booking.objects.exclude(pk__in=[row["id"] for row in before["booking"]])
    assert {booking.organiser_id for booking in new} <= {agent.pk}
