"""Whoever keeps rooms sees how many series wait for someone, on the site and on the desk, and settles them there."""

import pytest

from core.notifications.models import Notification
from core.people.models import Agent
from rooms.series.actions import give_series
from tests.rooms.series.factories import a_series, dates

pytestmark = pytest.mark.django_db
DESK = "/administration/rooms/series/"


def test_series_left_behind(signed_in, author, colleague, room_manager, room):
    series, other = a_series(room, author), a_series(room, author, starts_at=660, ends_at=720)
    Agent.objects.filter(pk=author.pk).update(is_active=False)
    client = signed_in(room_manager)
    assert "2 séries à confier" in client.get("/salles/gerer/").content.decode()
    assert "dates à venir (2)" in client.get(DESK).content.decode()
    assert client.get(f"{DESK}?organisateur=parti").status_code == 200
    page = client.get(f"{DESK}{series.pk}/change/").content.decode()
    assert "Confier à…" in page
    client.post(f"{DESK}{series.pk}/geste/confier/", {"to": colleague.identifiant})
    client.post(f"{DESK}{other.pk}/geste/arreter/", {"reason": "Départ"})
    series.refresh_from_db()
    assert series.organiser == colleague
    assert not dates(other)
    assert "dates à venir (0)" in client.get(DESK).content.decode()
    assert signed_in(colleague).get(DESK).status_code in (302, 403)


def test_given_away_while_its_organiser_is_here(author, colleague, outsider, room_manager, room):
    """Whoever had it, and whoever typed it for them, learn that it is somebody else's."""
    series = a_series(room, author, organiser=colleague)
    give_series(series, to=outsider, by=room_manager)
    told = Notification.objects.filter(kind="rooms.changed")
    assert {one.recipient for one in told} == {author, colleague}
    assert all(f"est confiée à {outsider}" in one.title for one in told)
    Notification.objects.all().delete()
    give_series(series, to=author, by=outsider)
    assert [one.recipient for one in Notification.objects.all()] == [author]
