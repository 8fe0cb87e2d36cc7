"""The pages of series: nothing typed is lost, nothing is skipped unsaid, nothing private is read."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from core.people.models import Agent
from rooms.bookings import actions
from rooms.models import Booking, Room, Series
from tests.rooms.factories import a_booking, changed, hours, sent
from tests.rooms.series.factories import TUESDAY, a_series, dates, nth

pytestmark = pytest.mark.django_db
NEW = "/salles/serie/nouvelle/"
SECOND = TUESDAY + timedelta(days=7)
KEY = "6f1f4c0e-6f0c-4a57-9d39-1c1d6e0a2b11"


def typed(room: Room, /, **fields: Any) -> dict[str, Any]:
    rhythm = {"rhythm": "semaine", "weekdays": ["1"], "interval": "1", "until": "", "times": "4"}
    return {**sent(room, date=str(TUESDAY)), **rhythm, "submission_key": KEY, **fields}


def carried(page: str) -> dict[str, list[str]]:
    """What the page's form would send again."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page.split("<main")[1]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            found.setdefault(name[1], []).append(unescape(value[1]))
    return found


def test_the_booking_form_repeats(signed_in, author, room):
    client = signed_in(author)
    assert f'formaction="{NEW}"' in client.get("/salles/reserver/").text
    page = client.post(NEW, sent(room, title="Réunion d’équipe", is_private="on", attendance="7"))
    form = page.context["form"]
    assert not form.errors
    html = page.text
    for words in ('value="Réunion d’équipe"', 'value="7"', 'value="2026-11-27"'):
        assert words in html
    # Whatever day is typed next, the series falls on it.
    assert not form["weekdays"].value()
    assert not Series.objects.exists()


def test_all_is_free(signed_in, author, room):
    client = signed_in(author)
    page = client.post(NEW, typed(room, attendance="40") | {"etape": "dates"}).text
    assert "Toutes les dates sont libres" in page
    assert "chaque mardi, 4 fois" in page
    assert not Booking.objects.exists()
    kept = carried(page)
    booked = client.post(NEW, kept | {"etape": "reserver", f"quoi-{SECOND}": "passer"})
    series = Series.objects.get()
    assert booked.url == series.get_absolute_url()
    assert dates(series) == ["12-01 09:00", "12-15 09:00", "12-22 09:00"]
    assert client.post(NEW, kept | {"etape": "reserver"}).url == series.get_absolute_url()
    assert Series.objects.count() == 1
    page = client.get(series.get_absolute_url()).text
    for words in ("3 dates", "Annuler toute la série", "Vous attendez 40 personnes pour 12 places"):
        assert words in page


def test_skip_all_skips_what_was_shown_and_no_more(signed_in, author, colleague, room):
    a_booking(room, colleague, hours("09:00", "10:00", on=TUESDAY))
    client = signed_in(author)
    first = client.post(NEW, typed(room) | {"etape": "dates"}).text
    assert "Aucune salle n’est libre à toutes ces dates" in first
    kept = carried(first)
    assert kept["vue"] == [str(TUESDAY)]
    # Meanwhile another date is taken: it comes back as new, and nothing is booked.
    meanwhile = a_booking(room, colleague, hours("09:00", "10:00", on=SECOND))
    page = client.post(NEW, kept | {"etape": "sauter"}).text
    assert "Rien n’est encore réservé" in page
    assert "L’agenda a changé" in page
    assert carried(page)["vue"] == [str(SECOND)]
    # Asked again with nothing chosen: the agenda has not changed, and the page takes up at what is left.
    kept_skip = carried(page) | {f"quoi-{TUESDAY}": "passer", "etape": "reserver"}
    again = client.post(NEW, kept_skip).text
    assert "Rien n’est encore réservé" in again
    assert "L’agenda a changé" not in again
    assert '<h2 id="a-regler" tabindex="-1" autofocus>' in again
    assert "Aucune salle n’est libre à toutes ces dates" not in again
    assert not Series.objects.exists()
    actions.cancel(meanwhile, by=colleague)
    client.post(NEW, kept | {"etape": "sauter"})
    assert dates(Series.objects.get()) == ["12-08 09:00", "12-15 09:00", "12-22 09:00"]
    assert Series.objects.get().skipped == [TUESDAY]


def test_as_many_dates_as_a_series_may_have(signed_in, author, colleague, room):
    """All of them in the way: the page still sends less than Django reads."""
    a_booking(room, colleague, hours("00:00", "00:00", on=TUESDAY, until=TUESDAY + timedelta(days=30)))
    client = signed_in(author)
    daily = typed(room, rhythm="jour", times="366", start="12:00", end="12:15")
    page = client.post(NEW, daily | {"etape": "dates"}).text
    names = set(re.findall(r'name="([^"]+)"', page.split("<main")[1]))
    assert len(names) < 900
    assert f"quoi-{TUESDAY + timedelta(days=365)}" in names
    # Another time is chosen, then written.
    chosen = client.post(NEW, carried(page) | {"etape": "reserver", f"quoi-{TUESDAY}": "heure"})
    assert f'name="de-{TUESDAY}"' in chosen.text
    assert "Choisissez un début" in chosen.text


def test_the_same_room_everywhere_or_nothing(signed_in, author, colleague, room, other_room):
    a_booking(room, colleague, hours("09:00", "10:00", on=SECOND))
    client = signed_in(author)
    kept = carried(client.post(NEW, typed(room) | {"etape": "dates"}).text)
    taken = a_booking(other_room, colleague, hours("09:00", "10:00", on=TUESDAY))
    everywhere = kept | {"etape": f"partout:{other_room.slug}"}
    assert "Rien n’est encore réservé" in client.post(NEW, everywhere).text
    assert not Series.objects.exists()
    actions.cancel(taken, by=colleague)
    client.post(NEW, everywhere)
    assert set(Booking.objects.filter(series__isnull=False).values_list("room", flat=True)) == {other_room.pk}


BAD = [
    ({"times": "0"}, "times", "de 1 à"),
    ({"times": "", "until": "2036-12-01"}, "until", "3 ans au plus"),
    ({"times": "", "until": "2026-11-01"}, "until", "avant d’avoir commencé"),
    ({"times": ""}, "until", "s’arrête"),
    ({"until": "2027-06-30"}, "until", "s’arrête"),
    ({"times": "", "until": "2026-12-01", "weekdays": ["2"]}, "rhythm", "ne tombe jamais"),
    ({"interval": "0"}, "interval", "de 1 à"),
]


def test_bad_input_is_said_beside_its_field(signed_in, author, room, case):
    for fields, field, words in BAD:
        with case(fields, field, words):
            response = signed_in(author).post(NEW, typed(room, **fields) | {"etape": "dates"})
            assert response.status_code == 200
            errors = response.context["form"].errors
            assert list(errors) == [field]
            assert words in errors[field][0].replace("\xa0", " ")
            assert not Series.objects.exists()


def test_a_date_apart_lends_nothing_to_the_others(signed_in, author, room):
    """Its own hour, left as it is in the form, is not everybody's."""
    series = a_series(room, author)
    apart = changed(nth(series, 0), period=hours("14:00", "15:00", on=TUESDAY))
    client = signed_in(author)
    url = f"{apart.get_absolute_url()}toutes/modifier/"
    data = sent(room, date=str(TUESDAY), start="14:00", end="15:00", title="Nouveau nom")
    page = client.post(url, data).text
    assert "Dates déjà mises à part" in page
    client.post(url, carried(page) | {"etape": "enregistrer"})
    assert dates(series) == ["12-01 14:00", "12-08 09:00", "12-15 09:00", "12-22 09:00"]
    assert set(series.occurrences.values_list("title", flat=True)) == {"Nouveau nom"}


def test_dates_in_the_way_of_a_change(signed_in, author, colleague, room):
    series = a_series(room, author)
    a_booking(room, colleague, hours("14:00", "15:00", on=SECOND))
    client, first = signed_in(author), nth(series, 0)
    url = f"{first.get_absolute_url()}toutes/modifier/"
    data = typed(room, start="14:00", end="15:00")
    page = client.post(url, data).text
    assert "La laisser où elle est" in page
    assert "à régler" in client.post(url, carried(page) | {"etape": "enregistrer"}).text
    client.post(url, carried(page) | {"etape": "enregistrer", f"quoi-{SECOND}": "garder"})
    assert dates(series) == ["12-01 14:00", "12-08 09:00", "12-15 14:00", "12-22 14:00"]


def test_a_longer_rhythm_and_a_shorter_one(signed_in, author, room):
    series = a_series(room, author)
    client, first = signed_in(author), nth(series, 0)
    url = f"{first.get_absolute_url()}toutes/modifier/"
    assert client.post(url, typed(room, times="6")).status_code == 302
    assert len(dates(series)) == 6
    page = client.post(url, typed(room, times="3")).text
    assert "n’ont plus de place" in page
    kept = carried(page)
    assert "Rien n’est encore changé" in client.post(url, kept | {"etape": "enregistrer"}).text
    client.post(url, kept | {"etape": "enregistrer", "accord": "1"})
    assert len(dates(series)) == 3


def test_cancelled_by_the_pages(signed_in, author, room_manager, room):
    series = a_series(room, author)
    second = nth(series, 1)
    url = f"{second.get_absolute_url()}suivantes/annuler/"
    page = signed_in(author).get(f"{second.get_absolute_url()}annuler/").text
    assert "Toute la série (4 dates)" in page
    manager = signed_in(room_manager)
    asked = manager.post(url, {"apercu": "1", "reason": "Travaux"}).text
    assert "Annuler 3 dates" in asked
    assert len(dates(series)) == 4
    assert "Dites pourquoi" in manager.post(url, {"reason": ""}).text
    assert manager.post(url, {"reason": "Travaux"}).status_code == 302
    assert dates(series) == ["12-01 09:00"]


def test_a_series_without_its_organiser(signed_in, author, colleague, room_manager, room):
    series, other = a_series(room, author), a_series(room, author, starts_at=660, ends_at=720)
    Agent.objects.filter(pk=author.pk).update(is_active=False)
    manager = signed_in(room_manager)
    orphans = "/salles/serie/sans-organisateur/"
    assert "2 séries" in manager.get(orphans).text
    assert "2 séries à confier" in manager.get("/salles/gerer/").text
    assert "dates à venir (2)" in manager.get("/administration/rooms/series/").text
    give = f"{series.get_absolute_url()}confier/"
    assert "Aucun compte" in manager.post(give, {"to": "Personne Inconnue"}).text
    assert manager.post(give, {"to": colleague.identifiant}).status_code == 302
    assert manager.post(f"{other.get_absolute_url()}arreter/", {"reason": "Départ"}).status_code == 302
    assert "Toutes les séries de vos salles ont quelqu’un" in manager.get(orphans).text
    assert signed_in(colleague).get(give).status_code == 200


def test_a_public_series_is_read_and_left_alone(signed_in, author, colleague, room):
    series = a_series(room, author)
    client = signed_in(colleague)
    assert "Modifier toute la série" not in client.get(series.get_absolute_url()).text
    for part in ("modifier/", "annuler/", "suivantes/modifier/", "toutes/modifier/", "toutes/annuler/"):
        assert client.post(f"{nth(series, 0).get_absolute_url()}{part}", {"reason": "x"}).status_code == 403
    assert len(dates(series)) == 4


def test_the_dates_that_clash_go_to_one_room_together(signed_in, author, colleague, room, other_room):
    for on in (SECOND, SECOND + timedelta(days=7)):
        a_booking(room, colleague, hours("09:00", "10:00", on=on))
    a_booking(other_room, colleague, hours("09:00", "10:00", on=TUESDAY))
    client = signed_in(author)
    page = client.post(NEW, typed(room, etape="dates", people="ami@ailleurs.example")).text
    button = f'name="etape" value="ensemble:{other_room.slug}"'
    assert page.index(button) < page.index('id="a-regler"')
    assert "Les 2 dates dans Mistral" in page.replace("\xa0", " ")
    together = carried(page) | {"etape": f"ensemble:{other_room.slug}"}
    assert "Cette salle n’est pas dans la liste" in client.post(NEW, together | {"etape": "ensemble:x"}).text
    assert not Series.objects.exists()
    client.post(NEW, together)
    series = Series.objects.get()
    rooms = [booking.room for booking in series.occurrences.order_by("period")]
    assert rooms == [room, other_room, other_room, room]
    assert [str(one) for one in series.attendees.all()] == ["ami@ailleurs.example"]


def test_dates_that_clash_otherwise_are_settled_one_by_one(signed_in, author, colleague, room, other_room):
    a_booking(room, colleague, hours("09:00", "10:00", on=SECOND))
    third = SECOND + timedelta(days=7)
    for each in (room, other_room):
        a_booking(each, colleague, hours("09:00", "10:00", on=third))
    assert "ensemble:" not in signed_in(author).post(NEW, typed(room, etape="dates")).text
