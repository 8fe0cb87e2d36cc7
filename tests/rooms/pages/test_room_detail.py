"""A room's page: what must be known before going there; its photo."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.documents.models import Document
from core.search.models import Entry
from rooms.models import Closure, Layout, Level, Room, RoomRight
from rooms.models.places import called
from rooms.pages import room as views
from tests.directory.factories import a_file, a_photo
from tests.factories import AgentFactory
from tests.rooms.factories import TODAY, a_room, hours


def test_what_the_page_says(signed_in, author):
    limits = {"notice_hours": 48, "ahead_days": 60, "longest_minutes": 90, "person_quota_minutes": 240}
    around = {"buffer_before": 30, "buffer_after": 15, "needs_check_in": True, "keeper_phone": ""}
    room = a_room(everyone_may=Level.ASK, **limits, **around)
    for start in (3, 200):
        period = hours("08:00", "12:00", on=TODAY + timedelta(days=start))
        Closure.objects.create(room=room, period=period, reason=f"Peinture {start}", created_by=author)
    client, url = signed_in(author), room.get_absolute_url()
    page = client.get(url).text
    for words in (
        "Demander cette salle",
        "Au moins 48 heures à l’avance.",
        "Au plus 60 jours à l’avance.",
        "1\u00a0h\u00a030 au plus.",
        "4\u00a0h par personne et par semaine au plus.",
        "Gardée 30\u00a0minutes avant et 15\u00a0minutes après",
        "Peinture 3",
    ):
        assert words in page, words
    assert "Peinture 200" not in page
    Room.objects.update(everyone_may=Level.TITLES)
    page = client.get(url).text
    assert "Demander cette salle" not in page
    assert "n’est pas ouverte à tous" in page


def test_a_direction_that_keeps_the_room_is_not_listed_whole(signed_in, author):
    room = a_room(keeper_phone="")
    AgentFactory.create_batch(7, first_name="Gwendoline", direction=author.direction)
    RoomRight.objects.create(room=room, direction=author.direction, level=Level.MANAGE)
    page = signed_in(author).get(room.get_absolute_url()).text
    # Five names, of which the reader's may be one.
    assert page.count("Gwendoline") in (4, 5)
    assert "et 3 autres personnes" in page


def test_photo_given_changed_removed(signed_in, author, room_manager, room):
    url, shown = f"/salles/salle/{room.slug}/photo/", f"/salles/salle/{room.slug}/photo.jpg"
    assert signed_in(author).get(shown).status_code == 404
    client = signed_in(room_manager)
    refused = client.post(url, {"photo": a_file(a_photo()), "alt": ""})
    assert "Décrivez la photo" in refused.text
    spoilt = client.post(url, {"photo": a_file(a_photo()[:200]), "alt": "Une table"})
    assert spoilt.status_code == 200
    for alt in ("Une longue table", "La même, repeinte"):
        client.post(url, {"photo": a_file(a_photo()), "alt": alt})
    assert Document.objects.count() == 1
    page = signed_in(author).get(room.get_absolute_url()).text
    assert f'<img src="{shown}" alt="La même, repeinte">' in page
    assert signed_in(author).get(shown)["Content-Type"] == "image/jpeg"
    room.refresh_from_db()
    with pytest.raises(PermissionDenied):
        views.remove_photo(room, by=author)
    for _ in range(2):
        assert client.post(f"{url}retirer/")["Location"] == room.get_absolute_url()
    assert not Document.objects.exists()


def test_found_by_its_way_and_its_layouts(room):
    room.directions = "Derrière la fontaine."
    room.save()
    Layout.objects.create(room=room, name="amphithéâtre", capacity=40)
    text = Entry.objects.get(title="Remparts").text
    assert "Derrière la fontaine." in text
    assert "amphithéâtre" in text


def test_a_room_in_a_sentence():
    names = ["Remparts", "Salle du Conseil", "salle 3", "Salle", "Sallette"]
    words = ["salle Remparts", "salle du Conseil", "salle 3", "salle Salle", "salle Sallette"]
    assert [called(name) for name in names] == words
