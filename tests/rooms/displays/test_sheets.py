"""What is printed: the codes of the doors, the caretaker's day; private titles stay private on paper too."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from rooms.models import Layout, Room, ServiceDesk, ServiceRequest
from tests.rooms.factories import TODAY, TOMORROW, a_booking, hours

pytestmark = pytest.mark.django_db


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
