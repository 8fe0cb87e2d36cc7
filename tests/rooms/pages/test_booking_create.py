"""Each bad booking gets a sentence on the field that mends it, and nothing typed is lost."""

from datetime import date

import pytest
from django.utils import timezone

from rooms import links
from rooms.models import Attendee, Booking, Room
from tests.rooms.factories import TODAY, a_booking, hours, sent

pytestmark = pytest.mark.django_db
FORM = "/salles/reserver/"


REFUSED = [
    ({"start": "10:00", "end": "10:00"}, "end", "après le début"),
    ({"start": "07:00", "end": "08:00"}, "start", "trop tôt"),
    ({"start": "19:00", "end": "20:00"}, "start", "trop tard"),
    ({"start": "18:30", "end": "19:30"}, "end", "trop tard"),
    ({"date": "2026-11-28"}, "date", "fermée le samedi"),
    ({"date": "2026-11-25"}, "date", "passée"),
    ({"date": "2026-11-26", "start": "09:30"}, "start", "il est 9\u00a0h\u00a050"),
    ({"date": "2027-11-29"}, "date", "On réserve jusqu’au"),
    ({"date": "0001-01-01"}, "date", "année"),
    ({"start": "09:07"}, "start", "quart d’heure"),
    ({"room": "nulle-part"}, "room", "n’existe pas"),
    ({"title": "   "}, "title", "quoi servira"),
]


def test_refused_on_its_field(signed_in, author, room, case):
    for fields, field, words in REFUSED:
        with case(fields, field, words):
            response = signed_in(author).post(FORM, sent(room, **fields))
            assert response.status_code == 200
            errors = response.context["form"].errors
            assert list(errors) == [field]
            assert words in errors[field][0]
            page = response.text
            assert "<title>Erreur" in page
            assert not Booking.objects.exists()
            if "title" not in fields:
                assert "Point budget" in page


def test_not_bookable_says_why(signed_in, author, room):
    Room.objects.update(is_bookable=False, unavailable_note="En travaux.")
    errors = signed_in(author).post(FORM, sent(room)).context["form"].errors
    assert "En travaux." in errors["room"][0]


def test_the_quarter_that_runs_may_be_booked(signed_in, author, room):
    assert signed_in(author).post(FORM, sent(room, date=TODAY.isoformat(), start="09:45")).status_code == 302


def test_managers_book_out_of_hours_and_several_days(signed_in, room_manager, room):
    response = signed_in(room_manager).post(FORM, sent(room, start="06:00", end_date="2026-12-02"))
    assert response.status_code == 302
    assert Booking.objects.get().period == hours("06:00", "10:00", until=date(2026, 12, 2))


def test_the_longest_is_a_setting(signed_in, room_manager, room, settings):
    client = signed_in(room_manager)
    errors = client.post(FORM, sent(room, end_date="2028-11-27")).context["form"].errors
    assert "31 jours au plus" in errors["end_date"][0]
    settings.ROOMS_LONGEST_DAYS = 2
    assert "end_date" in client.post(FORM, sent(room, end_date="2026-11-29")).context["form"].errors
    assert client.post(FORM, sent(room, end_date="2026-11-28")).status_code == 302


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"end_date": "2026-11-28", "end": "02:00"}, ""),
        ({"end_date": "2026-11-28", "end": "24:00"}, ""),
        ({"end_date": "2026-11-29"}, "end_date"),
        ({"end": "02:00"}, "end_date"),
        ({"end": "24:00"}, "end"),
        ({"start": "06:00", "end_date": "2026-11-28"}, "start"),
    ],
    ids=["past-midnight", "until-midnight", "third-day", "no-day", "same-midnight", "before-it-opens"],
)
def test_a_room_that_one_has_for_several_days(signed_in, author, room, other_room, fields, field):
    Room.objects.filter(pk=room.pk).update(longest_days=2)
    client = signed_in(author)
    assert "end_date" in client.get(FORM).context["form"].fields
    for each, offered in ((room, True), (other_room, False)):
        form = client.get(FORM, {"salle": each.slug}).context["form"]
        assert ("end_date" in form.fields) is offered
    posted = {"start": "18:00", **fields}
    refused = client.post(FORM, sent(other_room, **posted)).context["form"].errors
    assert refused
    assert not Booking.objects.exists()
    response = client.post(FORM, sent(room, **posted))
    if field:
        assert field in response.context["form"].errors
        assert not Booking.objects.exists()
    else:
        assert response.status_code == 302
        assert Booking.objects.get().period.lower == hours("18:00", "19:00").lower


def test_a_last_day_is_never_dropped(signed_in, author, room, other_room):
    Room.objects.filter(pk=other_room.pk).update(longest_days=2)
    form = signed_in(author).post(FORM, sent(room, end_date="2026-11-28")).context["form"]
    assert "une seule journée" in form.errors["end"][0]
    assert form["end_date"].value() == "2026-11-28"
    assert not Booking.objects.exists()


def test_a_link_to_several_days(signed_in, author, room):
    Room.objects.filter(pk=room.pk).update(longest_days=3)
    period = hours("18:00", "00:00", until=date(2026, 11, 29))
    start, end = timezone.localtime(period.lower), timezone.localtime(period.upper)
    form = signed_in(author).get(f"{links.book(room.slug, start, end)}&choisi=1").context["form"]
    assert (form["end"].value(), form["end_date"].value()) == ("24:00", date(2026, 11, 28))
    assert form.chosen == ""


def test_clash_says_when_and_whom_to_call(signed_in, author, colleague, room):
    colleague.phone = "04 00 00 99 99"
    colleague.save()
    a_booking(room, colleague, hours("09:30", "11:00"), title="Secret de Paul")
    response = signed_in(author).post(FORM, sent(room))
    [clash] = response.context["form"].non_field_errors()
    assert "déjà réservée le vendredi" in clash
    assert "de 9\u00a0h\u00a030 à 11\u00a0h par Paul Roux" in clash
    assert "04 00 00 99 99" in clash


def test_clash_with_a_private_one_names_nobody(signed_in, author, colleague, room):
    a_booking(room, colleague, title="Secret de Paul", is_private=True)
    page = signed_in(author).post(FORM, sent(room)).text
    assert "réservation privée" in page
    assert "04 00 00 10 01" in page
    assert "Roux" not in page
    assert "Secret" not in page


def test_the_form_opens_on_an_hour_that_is_to_come(signed_in, author, room):
    client = signed_in(author)
    today = client.get(FORM).context["form"]
    assert (today["date"].value(), today["start"].value(), today["end"].value()) == (TODAY, "10:00", "11:00")
    another = client.get(f"{FORM}?le=2026-11-30").context["form"]
    assert (another["start"].value(), another["end"].value()) == ("09:00", "10:00")


def test_guests_of_a_new_booking(signed_in, author, colleague, room):
    client = signed_in(author)
    guests = f"{colleague.identifiant}\nami@ailleurs.example"
    refused = client.post(FORM, sent(room, people=f"{guests}\npersonne d’ici"))
    assert refused.context["form"].errors.keys() == {"people"}
    assert "ami@ailleurs.example" in refused.text
    assert not Booking.objects.exists()
    page = client.post(FORM, sent(room, people=guests), follow=True).text
    invited = Attendee.objects.of_booking(Booking.objects.get())
    assert {str(one) for one in invited} == {str(colleague), "ami@ailleurs.example"}
    assert "ami@ailleurs.example" in page


def test_a_guest_refused_by_the_action_undoes_the_booking(signed_in, author, room):
    outside = "\n".join(f"invite{number}@ailleurs.example" for number in range(61))
    refused = signed_in(author).post(FORM, sent(room, people=outside))
    assert "60 adresses extérieures par heure" in refused.text
    assert not Booking.objects.exists()
