"""A choice that no page offers is refused with a message: nothing else is booked, changed or said instead."""

import pytest
from django.utils import timezone

from rooms import waiting_list
from rooms.bookings import actions
from rooms.models import Booking, Wait
from tests.rooms.factories import TODAY, TOMORROW, a_booking, hours, sent
from tests.rooms.series.factories import a_series, nth

pytestmark = pytest.mark.django_db
RHYTHM = {"rhythm": "jour", "interval": "1", "times": "3"}


OF_A_NEW_SERIES = [
    ("etape", "partout:zzz", "Cette salle n’est pas dans la liste"),
    ("etape", "zzz", "Ce choix n’existe pas"),
    (f"quoi-{TOMORROW}", "zzz", "Ce choix n’existe pas"),
    (f"quoi-{TOMORROW}", "salle:mistral:mistral", "Cette salle n’existe pas"),
]


def test_of_a_new_series(signed_in, author, room, other_room, case):
    for field, value, words in OF_A_NEW_SERIES:
        with case(field, value, words):
            data = sent(room) | RHYTHM | {"etape": "reserver", field: value}
            page = signed_in(author).post("/salles/serie/nouvelle/", data)
            assert page.status_code == 200
            assert words in page.text
            assert not Booking.objects.exists()
            assert 'value="Point budget"' in page.text


@pytest.mark.parametrize("field", ["etape", "quoi-{}"])
def test_of_a_series_that_is_changed(signed_in, author, room, field):
    booking = nth(a_series(room, author), 0)
    before = list(Booking.objects.order_by("pk").values())
    data = sent(room, title="Autre", date=str(booking.series_date), etape="enregistrer")
    data |= {"rhythm": "semaine", "weekdays": [str(booking.day.weekday())], "interval": "1", "times": "4"}
    data[field.format(booking.series_date)] = "zzz"
    page = signed_in(author).post(f"{booking.get_absolute_url()}toutes/modifier/", data)
    assert "Ce choix n’existe pas" in page.text
    assert list(Booking.objects.order_by("pk").values()) == before
    assert 'value="Autre"' in page.text


@pytest.mark.parametrize("value", ["zzz", "zzz:mistral", "remparts:zzz"])
def test_of_a_room_instead(signed_in, author, room, other_room, value):
    page = signed_in(author).post("/salles/reserver/", sent(room) | {"plutot": value})
    assert "La salle choisie à la place" in page.text
    assert '<option value="remparts" selected>' in page.text
    assert not Booking.objects.exists()


def test_of_a_length_of_a_room_free_now(signed_in, author, room):
    page = signed_in(author).post("/salles/libres/remparts/reserver/", {"minutes": "45"}, follow=True)
    assert "Cette durée n’est pas proposée" in page.text
    assert not Booking.objects.exists()


def test_of_a_button_on_a_door(signed_in, author, room):
    booking = a_booking(room, author, hours("09:30", "11:00", on=TODAY))
    data = {"reunion": booking.reference, "geste": "zzz"}
    page = signed_in(author).post("/salles/porte/remparts/", data, follow=True)
    assert "Ce choix n’existe pas" in page.text
    booking.refresh_from_db()
    assert booking.checked_in_at is None
    assert booking.period.upper > timezone.now()


def test_of_an_answer_to_an_offer(signed_in, author, colleague, room):
    taken = a_booking(room, author)
    wait = waiting_list.ask(room, by=colleague, period=taken.period, title="Réunion")
    actions.cancel(taken, by=author)
    page = signed_in(colleague).post(f"/salles/attente/{wait.reference}/", {"geste": "zzz"}, follow=True)
    assert "Ce choix n’existe pas" in page.text
    assert Wait.objects.get().state == "offered"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("?le=demain", "Cette date n’est pas lisible"),
        ("?site=zzz", "Ce site n’existe pas\u00a0: voici le premier"),
        ("libres/?site=zzz", "Ce site n’existe pas"),
    ],
)
def test_of_an_address(signed_in, room_manager, room, path, words):
    page = signed_in(room_manager).get(f"/salles/{path}", follow=True)
    assert words in page.text


@pytest.mark.parametrize(
    ("query", "unread"),
    [
        ("salle=zzz", "la salle."),
        ("de=25:00&a=zzz", "l’heure de début et l’heure de fin."),
        ("comme=inconnue", "la réservation à reprendre."),
    ],
)
def test_the_booking_form_says_what_it_could_not_read(signed_in, author, room, query, unread):
    client = signed_in(author)
    page = client.get(f"/salles/reserver/?{query}").text.replace("\xa0", " ")
    assert f"Cette adresse n’est pas lisible en entier : vérifiez {unread}" in page
    good = f"/salles/reserver/?salle=remparts&le={TOMORROW}&de=09:00&a=10:00&personnes=8"
    assert "lisible" not in client.get(good).text
