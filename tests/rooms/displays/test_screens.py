"""Screens of doors and halls: what they show to whoever passes, to whom their address belongs, who keeps them."""

import re
from datetime import time, timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from core.people import secret_addresses
from core.people.models import Agent
from core.people.roles import Role
from rooms.displays import screens
from rooms.models import Closure, Layout, Room, RoomRight, Screen, ServiceDesk, ServiceRequest, Site
from rooms.querysets import Level
from tests.factories import AgentFactory
from tests.rooms.factories import NOW, TODAY, TOMORROW, a_booking, a_room, hours

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(room: Room, room_manager: Agent) -> str:
    """The path of a screen at the door of the Remparts."""
    return path_of(room, room_manager)


def path_of(place: Room | Site, by: Agent) -> str:
    _, url = screens.create(place, name="Porte", by=by)
    return "/salles/" + url.partition("/salles/")[2]


def words_of(client: Client, path: str) -> str:
    page = client.get(path).text
    return re.sub(r"[ \n]+", " ", re.sub(r"<svg.*?</svg>|<[^>]*>", " ", page, flags=re.S))


def at(clock: str) -> Any:
    return time_machine.travel(f"2026-11-26T{clock}:00+01:00", tick=False)


def test_a_door_through_the_day(client, room, author, address):
    Room.objects.update(needs_check_in=True, buffer_before=15, buffer_after=15)
    room.refresh_from_db()
    earlier = timezone.now() - timedelta(days=1)
    meeting = a_booking(room, author, hours("10:00", "11:00", on=TODAY), created_at=earlier)
    a_booking(room, author, hours("14:00", "15:00", on=TODAY), title="Groupe Démat")
    said = {
        "07:30": "Fermée ouvre à 8\u00a0h",
        "09:30": "Libre jusqu’à 9\u00a0h\u00a045",
        "09:50": "En préparation réunion à 10\u00a0h",
        "10:05": "On vous attend jusqu’à 11\u00a0h Point budget Nadia Benali",
        "11:10": "En préparation on remet la salle en état",
        "11:20": "Libre jusqu’à 13\u00a0h\u00a045",
        "19:00": "Fermée",
    }
    for clock, words in said.items():
        with at(clock):
            assert words in words_of(client, address), clock
    meeting.checked_in_at = timezone.now()
    meeting.save()
    with at("10:05"):
        page = words_of(client, address)
        assert "Occupée jusqu’à 11\u00a0h Point budget" in page
        assert "14\u00a0h – 15\u00a0h Groupe Démat" in page
    period = hours("16:00", "17:00", on=TODAY)
    Closure.objects.create(room=room, period=period, reason="Travaux", created_by=author)
    with at("15:30"):
        assert "Libre jusqu’à 16\u00a0h" in words_of(client, address)
    with at("16:30"):
        assert "Fermée" in words_of(client, address)


def test_a_meeting_of_several_days(client, signed_in, room, author, room_manager, address):
    """Its last hour is not today's."""
    a_booking(room, author, hours("10:00", "12:00", on=TODAY, until=TODAY + timedelta(days=2)))
    hall, door = path_of(room.site, room_manager), "/salles/porte/remparts/"
    said = {
        "2026-11-26T09:50": ("10\u00a0h", "à partir de 10\u00a0h", "à partir de 10\u00a0h"),
        "2026-11-27T09:50": ("Occupée jusqu’au 28\u00a0novembre", "toute la journée", "toute la journée"),
        "2026-11-28T09:50": ("Occupée jusqu’à 12\u00a0h", "jusqu’à 12\u00a0h", "jusqu’à 12\u00a0h"),
    }
    for moment, words in said.items():
        with time_machine.travel(f"{moment}:00+01:00", tick=False):
            for path, word in zip((address, hall, door), words, strict=True):
                reader = signed_in(author) if path == door else client
                assert word in words_of(reader, path), (moment, path)


def test_an_address_guessed_or_taken_back(
    client, signed_in, room, room_manager, address, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(secret_addresses, "WRONG_ONES", 2)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "<html" not in client.get(f"{address}contenu/").text
    assert "no-store" in answer.headers["Cache-Control"]
    secret = address.strip("/").rpartition("/")[2]
    assert not Screen.objects.filter(key_hash__contains=secret).exists()
    other = path_of(room, room_manager)
    screen = Screen.objects.earliest("pk")
    assert signed_in(room_manager).post(f"/salles/ecrans/{screen.reference}/retirer/").status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        assert client.get(address).status_code == 404
        assert client.get("/salles/ecran/é/").status_code == 404
    assert client.get(other).status_code == 404
    assert client.get(other, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_seen_and_silent(client, signed_in, room_manager, address, django_capture_on_commit_callbacks):
    """Written at most each five minutes; silent for an hour on a working day, it is said."""
    manager = signed_in(room_manager)
    assert "Pas encore ouvert" in manager.get("/salles/ecrans/").text
    with time_machine.travel(NOW.replace(tzinfo=None).isoformat() + "Z", tick=False) as clock:
        seen = []
        for _ in range(3):
            with django_capture_on_commit_callbacks(execute=True):
                client.get(f"{address}contenu/")
            seen.append(Screen.objects.get().last_seen_at)
            clock.shift(timedelta(minutes=3))
        assert seen == [seen[0], seen[0], timezone.now() - timedelta(minutes=3)]
        assert "Vu " in manager.get("/salles/ecrans/").text
        clock.shift(timedelta(hours=1))
        assert "Sans nouvelles depuis" in manager.get("/salles/ecrans/").text
    with time_machine.travel("2026-11-28T12:00Z", tick=False):
        assert Screen.objects.get().silent_since is None


def test_who_keeps_screens(signed_in, room, other_room, room_manager):
    keeper = AgentFactory.create(roles=[Role.PROJECT_GROUP])
    RoomRight.objects.create(room=room, role=Role.PROJECT_GROUP, level=Level.MANAGE)
    for place in (other_room, room.site):
        with pytest.raises(PermissionDenied):
            screens.create(place, name="x", by=keeper)
    page = signed_in(keeper).get("/salles/ecrans/").text
    assert "porte:remparts" in page
    assert "porte:mistral" not in page
    assert "hall:" not in page
    data = {"name": "Hall", "place": f"hall:{room.site.slug}"}
    assert "de la liste" in signed_in(keeper).post("/salles/ecrans/", data).text
    made = signed_in(room_manager).post("/salles/ecrans/", data)
    assert "montrée une seule fois" in made.text
    assert "no-store" in made.headers["Cache-Control"]
    assert "/salles/ecran/" not in signed_in(room_manager).get("/salles/ecrans/").text
    hall = Screen.objects.get()
    assert signed_in(keeper).get(f"/salles/ecrans/{hall.reference}/retirer/").status_code == 404
    with pytest.raises(PermissionDenied):
        screens.revoke(hall, by=keeper)


def test_the_hall_by_floor_and_by_page(client, room, author, room_manager):
    floors = {"Accueil": "Rez-de-chaussée", "Cave": "Sous-sol", "Conseil": "2e étage", "Greffe": ""}
    hall = path_of(room.site, room_manager)
    assert "Aucune réunion" in words_of(client, hall)
    places = [a_room(name=name, slug=name.lower(), floor=floor) for name, floor in floors.items()]
    for place in places:
        for hour in (9, 14, 16):
            a_booking(place, author, hours(f"{hour:02}:00", f"{hour + 1:02}:00", on=TODAY), title=place.name)
    first = words_of(client, hall)
    assert "page 1 sur 3" in first
    assert re.search("Sous-sol descendre .*Cave.*Dans le bâtiment de plain-pied", first)
    assert "en cours" in first
    third = words_of(client, f"{hall}?page=3")
    assert "2e étage monter" in third
    # The meetings of the last page may end before the screen asks for it.
    for gone in ("0", "4"):
        assert "page 1 sur 3" in words_of(client, f"{hall}?page={gone}")
    for unreadable in ("-1", "9" * 30, "²"):
        assert client.get(f"{hall}?page={unreadable}").status_code == 404
    assert f"{hall}?page=2" in client.get(hall).text
    with at("17:30"):
        assert "Aucune réunion" in words_of(client, hall)


def test_screens_cost_the_same_at_twenty(client, room, author, room_manager, address, statements):
    hall = path_of(room.site, room_manager)
    a_booking(room, author, hours("10:00", "11:00", on=TODAY))
    Screen.objects.update(last_seen_at=timezone.now())
    counts = [statements(partial(client.get, path)) for path in (address, hall)]
    for number in range(20):
        other = a_room(slug=f"s-{number}", hours=[(3, time(8), time(19))])
        booking = a_booking(other, author, hours("10:00", "11:00", on=TODAY))
        booking.other_rooms.add(a_room(slug=f"t-{number}"))
        start = hours("11:00", "12:00", on=TODAY).lower + timedelta(minutes=15 * number)
        a_booking(room, author, (start, start + timedelta(minutes=15)))
    assert [statements(partial(client.get, path)) for path in (address, hall)] == counts
    assert max(counts) <= 9


# What is printed: the codes of the doors, the caretaker’s day.


def text_of(response: Any) -> list[str]:
    assert response.headers["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(BytesIO(response.content)).pages]


def test_a_code_for_each_door(signed_in, author, room, other_room, settings):
    settings.ROOMS_CHECK_IN_MINUTES = 20
    Room.objects.filter(pk=room.pk).update(needs_check_in=True)
    client = signed_in(author)
    (page,) = text_of(client.get("/salles/affiche/remparts/"))
    assert "http://127.0.0.1:8000/salles/porte/remparts/" in page.replace("\n", "")
    assert "J’y suis" in page
    assert "20 minutes après le début" in " ".join(page.split())
    pages = text_of(client.get(f"/salles/affiches/{room.site.slug}/?format=a5"))
    assert ["Mistral" in page for page in pages] == [True, False]
    assert "J’y suis" not in pages[0]


def test_the_caretaker_s_day(signed_in, author, colleague, outsider, room, other_room):
    Room.objects.filter(pk=room.pk).update(buffer_before=30, buffer_after=15)
    room.refresh_from_db()
    layout = Layout.objects.create(room=room, name="En U", capacity=10)
    desk = ServiceDesk.objects.create(name="Restauration", email="cafe@ville.example")
    nine, afternoon = (hours(*clocks, on=TODAY) for clocks in (("09:00", "10:00"), ("14:00", "18:00")))
    public = a_booking(room, author, nine, title="Budget", layout=layout, attendance=8)
    private = a_booking(other_room, colleague, afternoon, title="Entretien", is_private=True)
    private.other_rooms.add(room)
    ServiceRequest.objects.create(booking=public, desk=desk, note="Café pour huit")
    ServiceRequest.objects.create(booking=private, desk=desk, note="Gâteau de départ de Paul")
    a_booking(room, author, hours("22:00", "02:00", on=TODAY, until=TOMORROW), title="Veille")
    url = f"/salles/gardien/{room.site.slug}/"
    client = signed_in(outsider)
    paper = text_of(client.get(f"{url}pdf/"))[0].replace("\n", " ")
    page = client.get(url).text
    for text in (page, paper):
        assert "8\u00a0h\u00a030" in text
        assert "Café pour huit" in text
        assert "En U" in text
        assert "8\u00a0personnes" in text or "8 personnes" in text
        assert text.count("Réservé ") >= 2 or text.count("Réservé\u00a0") >= 2
        assert not [word for word in ("Entretien", "Gâteau", "Roux") if word in text]
    assert "Restauration est attendu" in page
    assert "27\u00a0novembre, 2\u00a0h" in page
    assert "Gâteau de départ" in signed_in(colleague).get(url).text
    assert "Veille" in client.get(f"{url}?le={TOMORROW}").text
    assert "pas lisible" in client.get(f"{url}?le=demain").text


def test_what_awaits_each_keeper(signed_in, room, other_room, author, room_manager):
    keeper = AgentFactory.create(roles=[Role.PROJECT_GROUP])
    RoomRight.objects.create(room=room, role=Role.PROJECT_GROUP, level=Level.MANAGE)
    for each in (room, other_room):
        a_booking(each, author, state="requested")
        screens.create(each, name="Porte", by=room_manager)
    Screen.objects.update(created_at="2026-11-25T08:00Z")
    said = {room_manager: ("2 demandes", "2 écrans"), keeper: ("1 demande", "1 écran ")}
    for agent, words in said.items():
        page = signed_in(agent).get("/salles/gerer/").text
        for sentence in words:
            assert sentence in page
        assert ("/administration/rooms/" in page) == (agent == room_manager)
        assert "/salles/gerer/" in signed_in(agent).get("/salles/").text
    assert "/salles/gerer/" not in signed_in(author).get("/salles/").text
