"""« Trouver une salle » and « Libre maintenant », as pages."""

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client

from core.people.models import Agent
from rooms.models import Booking, Equipment, Layout, Room, RoomProblem, SearchTally
from rooms.pages.find_room import search
from rooms.pages.find_room.forms import FindForm
from rooms.pages.find_room.search import bars_of
from tests.rooms.factories import TODAY, TOMORROW, SiteFactory, a_booking, a_room, hours

FIND, NOW = "/salles/trouver/", "/salles/libres/"


def asked(**wishes: Any) -> dict[str, Any]:
    wanted = {"quand": "date", "le": TOMORROW.isoformat(), "de": "09:00", "duree": 60, "personnes": 8}
    return {name: value for name, value in {**wanted, **wishes}.items() if value is not None}


def found(client: Client, **wishes: Any) -> tuple[list[str], list[tuple[str, str]], list[tuple[str, str]]]:
    """Names that fit; names and notes of those that nearly do; names and times that are another."""
    results = client.get(FIND, asked(**wishes)).context["results"]
    return (
        [offer.found.room.name for offer in results.fitting],
        [(offer.found.room.name, offer.note) for offer in results.nearly],
        [(offer.found.room.name, offer.when) for offer in results.other_times],
    )


BAD_INPUT: list[tuple[dict[str, str], str, str]] = [
    ({"le": "2026-02-30"}, "le", "Cette date n’existe pas"),
    ({"le": "2026-11-25"}, "le", "Cette date est passée"),
    ({"le": "2026-11-26", "de": "09:30"}, "de", "Cette heure est passée"),
    ({"le": "2028-11-27"}, "le", "On réserve jusqu’au"),
    ({"le": "2029-11-05", "rythme": "semaine", "fois": "5"}, "fois", "On réserve jusqu’au"),
    ({"de": "09:07"}, "de", "au quart d’heure"),
    ({"le": "2027-03-28", "de": "02:30"}, "de", "n’existe pas"),
    ({"duree": "7"}, "duree", "de la liste"),
    ({"personnes": "0"}, "personnes", "au moins une personne"),
    ({"personnes": "99999999999999"}, "personnes", "aucune salle"),
    ({"site": "zzz"}, "site", "Ce site n’existe pas"),
    ({"materiel": "zzz"}, "materiel", "plus dans la liste"),
    ({"quand": "hier"}, "quand", "Choisissez"),
    ({"rythme": "semaine", "fois": "10000"}, "fois", "52"),
    ({"rythme": "semaine", "fois": "3", "quand": "des-que-possible"}, "quand", "commence à une date"),
    ({"rythme": "jours", "fois": "3", "jours": "1"}, "jours", "dit déjà quels jours"),
]


def test_bad_input_is_said_beside_its_field(signed_in, author, room):
    client = signed_in(author)
    for wrong, field, words in BAD_INPUT:
        answer = client.get(FIND, asked(**wrong))
        assert answer.status_code == 200
        assert words in " ".join(answer.context["form"].errors[field]), wrong
        assert "Erreur" in answer.text
    assert not SearchTally.objects.exists()


@pytest.fixture
def town_rooms(room: Room) -> None:
    """Remparts seats 12 with a screen; beside it a small one, a large one by its layout, and one far away."""
    a_room(name="Cagnard", capacity=6, equipment=["écran"])
    theatre = a_room(name="Théâtre", capacity=10, equipment=["micro", "écran"], is_step_free=True)
    Layout.objects.create(room=theatre, name="en théâtre", capacity=40)
    a_room(name="Plage", capacity=9, equipment=[], site=SiteFactory.create(name="Annexe", slug="annexe"))


@pytest.mark.usefixtures("town_rooms")
def test_what_fits_and_what_misses_one_wish(signed_in, author, room):
    client = signed_in(author)
    assert found(client)[0] == ["Plage", "Remparts", "Théâtre"]
    screen, micro = (Equipment.objects.get(name=name) for name in ("écran", "micro"))
    fits, nearly, _ = found(client, materiel=screen.pk, site=room.site.slug)
    too_small = ("Cagnard", "6 places seulement, pour 8 personnes")
    assert (fits, nearly[0]) == (["Remparts", "Théâtre"], too_small)
    problem = RoomProblem.objects.create(room=room, equipment=screen, words="Noir", reported_by=author)
    fits, nearly, _ = found(client, materiel=screen.pk)
    assert fits == ["Théâtre"]
    assert set(nearly) == {("Plage", "sans écran"), ("Remparts", "écran\u00a0: signalé en panne"), too_small}
    RoomProblem.objects.filter(pk=problem.pk).update(fixed_at=problem.reported_at, fixed_by=author)
    assert found(client, materiel=screen.pk)[0] == ["Remparts", "Théâtre"]
    assert found(client, personnes=30)[0] == ["Théâtre"]
    assert found(client, plain_pied="on", materiel=micro.pk)[0] == ["Théâtre"]
    assert found(client, site="annexe", plain_pied="on")[1] == [
        ("Plage", "on y accède par des marches"),
        ("Théâtre", f"sur un autre site\u00a0: {room.site.name}"),
    ]


@pytest.mark.parametrize("deleted", [["Cagnard"], ["Cagnard", "Plage", "Remparts", "Théâtre"]])
@pytest.mark.usefixtures("town_rooms")
def test_a_room_deleted_once_found_has_no_bar(author, monkeypatch, deleted):
    def bars_once_deleted(*arguments: Any, **options: Any) -> Any:
        for room in Room.objects.filter(name__in=deleted):
            room.delete()
        return bars_of(*arguments, **options)

    monkeypatch.setattr(search, "bars_of", bars_once_deleted)
    form = FindForm(asked())
    assert form.is_valid()
    results = search.search(form, by=author)
    offers = [*results.fitting, *results.nearly]
    assert len(offers) == 4
    with_bar = {offer.found.room.name for offer in offers if offer.bar}
    assert with_bar == {"Cagnard", "Plage", "Remparts", "Théâtre"} - {*deleted}


def test_a_manager_s_search_until_midnight(signed_in, room_manager, room):
    """The link and the form that it fills say « minuit » as 24:00, for one date and for a series."""
    client = signed_in(room_manager)
    # Before those that only a manager may have at that time, whatever their size.
    a_room(name="Nuit", capacity=40, hours=[(TOMORROW.weekday(), time(8), time(23, 45))])
    assert found(client, de="19:00")[0] == ["Nuit", "Remparts"]
    Room.objects.filter(name="Nuit").delete()
    for wishes in ({}, {"rythme": "semaine", "fois": 3}):
        results = client.get(FIND, asked(de="23:00", **wishes)).context["results"]
        [offer] = results.fitting
        assert "de=23:00&a=24:00" in offer.url
        assert client.get(offer.url).context["form"]["end"].value() == "24:00"


def test_the_nearest_other_times(signed_in, author, room):
    a_booking(room, author, hours("08:45", "11:30"))
    a_booking(room, author, hours("08:00", "19:00", on=TODAY + timedelta(days=4)))
    fits, _, times = found(signed_in(author))
    assert fits == []
    assert times == [
        ("Remparts", "le vendredi 27\u00a0novembre\u00a02026 de 11\u00a0h\u00a030 à 12\u00a0h\u00a030"),
        ("Remparts", "le mardi 1ᵉʳ\u00a0décembre\u00a02026 de 9\u00a0h à 10\u00a0h"),
        ("Remparts", "le mercredi 2\u00a0décembre\u00a02026 de 9\u00a0h à 10\u00a0h"),
        ("Remparts", "le jeudi 3\u00a0décembre\u00a02026 de 9\u00a0h à 10\u00a0h"),
    ]


def test_as_soon_as_possible(signed_in, author, room, other_room):
    a_booking(room, author, hours("08:00", "12:00", on=TODAY))
    a_booking(other_room, author, hours("08:00", "19:00", on=TODAY))
    soon = asked(quand="des-que-possible", le=None, de=None)
    results = signed_in(author).get(FIND, soon).context["results"]
    assert [(offer.found.room.name, offer.when) for offer in results.fitting] == [
        ("Remparts", "le jeudi 26\u00a0novembre\u00a02026 de 12\u00a0h à 13\u00a0h"),
        ("Mistral", "le vendredi 27\u00a0novembre\u00a02026 de 8\u00a0h à 9\u00a0h"),
    ]


def test_for_a_series(signed_in, author, room, other_room):
    client = signed_in(author)
    a_booking(room, author, hours("09:30", "10:00", on=TOMORROW + timedelta(days=14)))
    fits, _, _ = found(client, rythme="semaine", fois=4)
    assert fits == ["Mistral"]
    a_booking(other_room, author, hours("09:30", "10:00", on=TOMORROW + timedelta(days=21)))
    fits, _, times = found(client, rythme="semaine", fois=4)
    assert fits == []
    assert [(name, words.split(",")[0]) for name, words in times] == [
        ("Mistral", "4 dates de 8\u00a0h\u00a030 à 9\u00a0h\u00a030"),
        ("Mistral", "4 dates de 10\u00a0h à 11\u00a0h"),
    ]
    # The last date is in two years: a series goes further than single bookings do.
    assert found(client, le="2026-12-08", rythme="mois", fois=20)[0] == ["Mistral", "Remparts"]


@pytest.mark.parametrize("rooms", [1, 20])
def test_statements_of_a_search(signed_in, author, rooms, statements):
    for _ in range(rooms):
        a_room(capacity=6)
    client = signed_in(author)
    client.get(FIND, asked())
    nothing = asked(personnes=8, rythme="semaine", fois=10)
    # None fits, all miss one wish: their bars, of the day that is kept, and other times, are sought too.
    assert statements(lambda: client.get(FIND, nothing)) <= 18
    # Each date is looked at in those that are taken at one of them.
    for room in Room.objects.all():
        a_booking(room, author)
    nearly = asked(personnes=6, rythme="semaine", fois=10)
    # Three of them are the test's own transaction.
    assert statements(lambda: client.get(FIND, nearly)) <= 21
    assert statements(lambda: client.get(NOW)) <= 12


def test_searches_are_counted_once_and_nameless(
    signed_in, author, colleague, room, django_capture_on_commit_callbacks
):
    def look(agent: Agent, method: str = "get", **wishes: Any) -> None:
        headers = wishes.pop("headers", {})
        with django_capture_on_commit_callbacks(execute=True):
            getattr(signed_in(agent), method)(FIND, asked(**wishes), headers=headers)

    look(author)
    look(author)
    look(author, "head")
    look(author, headers={"sec-purpose": "prefetch"}, personnes=3)
    look(colleague)
    look(author, personnes=200)
    look(author, site=room.site.slug)
    rows = SearchTally.objects.values_list("on", "site", "people", "sought", "found")
    assert set(rows) == {(TODAY, None, 8, 2, 2), (TODAY, room.site.pk, 8, 1, 1), (TODAY, None, 200, 1, 0)}


def test_free_now_books_in_one_tap(signed_in, author, room):
    far = a_room(name="Plage", slug="plage", site=SiteFactory.create(name="Annexe", slug="annexe"))
    client = signed_in(author)
    page = client.get(NOW)
    assert {one.room.name for one in page.context["here"]} == {"Remparts", "Plage"}
    key = page.context["form"]["submission_key"].value()
    sent = {"submission_key": key, "minutes": "30"}
    for _ in range(2):
        answer = client.post(f"{NOW}plage/reserver/", sent)
        booking = Booking.objects.get()
        assert answer["Location"] == booking.get_absolute_url()
    assert booking.room == far
    assert booking.period == hours("09:45", "10:15", on=TODAY)
    # Next time, the site where one last booked comes first.
    page = client.get(NOW)
    assert [one.room.name for one in page.context["elsewhere"]] == ["Remparts"]
    here = client.get(NOW, {"site": room.site.slug}).context["here"]
    assert [one.room.name for one in here] == ["Remparts"]


def test_from_the_result_to_the_filled_series(signed_in, author, room):
    client = signed_in(author)
    page = client.get(FIND, asked(rythme="quinzaine", fois=5))
    assert "Sans 1 jour férié\u00a0: vendredi 25\u00a0décembre\u00a02026" in page.text
    results = page.context["results"]
    form = client.get(results.fitting[0].url).context["form"]
    values = [str(form[name].value()) for name in ("room", "rhythm", "interval", "times", "attendance")]
    assert values == [room.slug, "semaine", "2", "5", "8"]


def test_a_series_that_begins_on_a_holiday_keeps_its_dates(signed_in, author, room):
    """The form asks what to do with that date, and counts no other in its place."""
    page = signed_in(author).get(FIND, asked(le="2026-12-25", rythme="semaine", fois=5))
    assert "3 dates de" in page.text
    assert "le=2026-12-25&" in page.context["results"].fitting[0].url


def test_rooms_free_at_nearly_all_dates(signed_in, author, room, other_room):
    client = signed_in(author)
    for week in range(3):
        a_booking(room, author, hours("09:00", "10:00", on=TOMORROW + timedelta(weeks=week)))
    a_booking(other_room, author, hours("09:30", "10:30", on=TOMORROW + timedelta(weeks=2)))
    page = client.get(FIND, asked(jours=["4"], fois=4))
    assert page.context["results"].fitting == []
    [offer] = page.context["results"].nearly
    assert (offer.found.room.name, offer.dates) == ("Mistral", "3 dates sur 4")
    assert offer.note == "1 date à régler\u00a0: 11\u00a0décembre"
    # The first date, its wanted time circled, nothing taken.
    assert 'class="want f5 t9"' in offer.bar
    assert ' class="m ' not in offer.bar
    # Only the title is left to give; the date that clashes is settled on the series' own page.
    form = client.get(offer.url)
    assert "Salle Mistral, vendredi 27" in form.text
    assert form.text.index('name="title"') < form.text.index("Changer la salle")


def test_bars_are_kept_but_for_what_is_one_s_own(signed_in, author, colleague, room):
    def bar_of(agent: Agent) -> str:
        results = signed_in(agent).get(FIND, asked()).context["results"]
        return str(results.fitting[0].bar)

    a_booking(room, author, hours("14:00", "15:00"))
    for agent, kinds in ((author, "m"), (colleague, "b"), (author, "m")):
        assert re.findall(r'class="([bm]) ', bar_of(agent)) == [kinds]
    a_booking(room, colleague, hours("16:00", "17:00"))
    assert re.findall(r'class="([bm]) ', bar_of(author)) == ["m", "b"]
    assert re.findall(r'class="([bm]) ', bar_of(colleague)) == ["b", "m"]


def test_days_of_the_week(signed_in, author, room):
    """A Friday asked for on Tuesdays and Thursdays: the first is the next Tuesday."""
    results = signed_in(author).get(FIND, asked(jours=["1", "3"], fois=4)).context["results"]
    assert results.fitting[0].dates == "4 dates sur 4"
    for part in ("le=2026-12-01", "weekdays=1&weekdays=3", "times=4"):
        assert part in results.fitting[0].url


def test_after_a_choice_only_the_title_is_asked(signed_in, author, room):
    client = signed_in(author)
    page = client.get(client.get(FIND, asked()).context["results"].fitting[0].url)
    assert "Salle Remparts, vendredi 27" in page.text
    key = page.context["form"]["submission_key"].value()
    sent = {"room": room.slug, "date": TOMORROW, "start": "09:00", "end": "10:00", "choisi": "1"}
    again = client.post("/salles/reserver/", {**sent, "title": "", "submission_key": key})
    assert again.context["form"].chosen
    # Wrong elsewhere, all the fields show.
    assert not client.post("/salles/reserver/", {**sent, "end": "08:00", "title": "x"}).context["form"].chosen
    done = client.post("/salles/reserver/", {**sent, "title": "Point", "submission_key": key})
    assert done.status_code == 302


@pytest.mark.parametrize(
    ("query", "day", "start"),
    [
        (f"?le={TODAY}", TODAY, "10:00"),
        (f"?le={TODAY - timedelta(days=3)}", TOMORROW, "09:00"),
    ],
)
def test_the_form_opens_on_a_time_to_come(signed_in, author, room, query, day, start):
    form = signed_in(author).get(f"{FIND}{query}").context["form"]
    assert (form["le"].value(), form["de"].value()) == (day, start)
