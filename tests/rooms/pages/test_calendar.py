"""What the calendar pages show of closures, rights, buffers and parts, and what they cost."""

import re
from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rooms.bookings import actions
from rooms.models import Closure, Level, Room, RoomProblem
from tests.rooms.factories import TODAY, TOMORROW, SiteFactory, a_booking, a_room, hours, series_of

pytestmark = pytest.mark.django_db
MONDAY = TODAY + timedelta(days=4)
LINK = re.compile(r"salle=([\w-]+)&amp;le=[\d-]+&amp;de=([\d:]+)&amp;a=([\d:]+)")


def links(page: str, room: Room) -> list[tuple[str, str]]:
    return [(start, end) for slug, start, end in LINK.findall(page) if slug == room.slug]


def column(page: str, room: Room) -> str:
    """One room's section, as text."""
    section = column_html(page, room).split(">", 1)[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section)).replace("\xa0", " ")


def day(client: Client, on: date = TOMORROW, more: str = "") -> str:
    return client.get(f"/salles/?le={on}{more}").text


@pytest.mark.parametrize(
    ("level", "title", "verb"),
    [
        (Level.TAKEN, "Réservé", None),
        (Level.TITLES, "Point budget", None),
        (Level.ASK, "Point budget", "demander"),
        (Level.BOOK, "Point budget", "réserver"),
    ],
)
def test_what_each_level_sees(signed_in, author, colleague, room, level, title, verb):
    Room.objects.update(everyone_may=level)
    a_booking(room, colleague)
    a_booking(room, colleague, hours("14:00", "15:00"), title="Secret", is_private=True)
    page = day(signed_in(author))
    assert title in column(page, room)
    assert "Secret" not in page
    assert ("P. Roux" in page) is (level > Level.TAKEN)
    # That it is private is itself said only to whoever reads titles.
    assert ("privé" in column(page, room)) is (level > Level.TAKEN)
    assert bool(links(page, room)) is (verb is not None)
    if verb:
        assert f": {verb}" in column(page, room)
    assert "Secret" not in signed_in(author).get(f"/salles/semaine/?le={TOMORROW}").text


def test_each_day_shows_its_part_of_a_night(signed_in, author, room):
    Room.objects.update(longest_days=3)
    friday, sunday = date(2026, 11, 27), date(2026, 11, 29)
    period = hours("18:00", "09:00", on=friday, until=sunday)
    booking = actions.book(room, by=author, period=period, title="Nuit du jeu", is_private=False)
    client = signed_in(author)
    shown = [column(day(client, friday + timedelta(days=number)), room) for number in range(4)]
    assert ["Nuit du jeu" in each for each in shown] == [True, True, True, False]
    for each, words in zip(shown, ("à partir de 18 h", "toute la journée", "jusqu’à 9 h"), strict=False):
        assert words in each
    week = client.get(f"/salles/salle/remparts/semaine/?le={friday}").text
    month = client.get(f"/salles/salle/remparts/mois/?le={friday}").text
    rooms = client.get(f"/salles/semaine/?le={friday}").text
    assert week.count("Nuit du jeu") >= 3
    assert month.count("Nuit du jeu") >= 3
    assert rooms.count("18\u00a0h") >= 1
    assert "du vendredi 27\u00a0novembre" in client.get(booking.get_absolute_url()).text.lower()


def test_what_is_cleaned_past_midnight_leaves_the_next_day_readable(signed_in, author, room):
    Room.objects.update(buffer_before=60, buffer_after=60)
    room.refresh_from_db()
    a_booking(room, author, hours("20:00", "23:30", on=TOMORROW), title="Concert")
    third = TOMORROW + timedelta(days=2)
    a_booking(room, author, hours("00:15", "02:00", on=third), title="Inventaire")
    between = signed_in(author).get(f"/salles/?le={TOMORROW + timedelta(days=1)}")
    assert between.status_code == 200
    assert "Concert" not in between.text
    assert "Inventaire" not in between.text
    for page in ("semaine/", f"salle/{room.slug}/semaine/", f"salle/{room.slug}/mois/"):
        for day in (TOMORROW, third):
            assert signed_in(author).get(f"/salles/{page}?le={day}").status_code == 200


def test_closures_holidays_buffers_and_problems(signed_in, author, room):
    Room.objects.update(buffer_before=15, buffer_after=30)
    room.refresh_from_db()
    a_booking(room, author, hours("10:00", "11:00"))
    Closure.objects.create(room=room, period=hours("14:00", "19:00"), reason="Élections", created_by=author)
    broken = {"equipment": room.equipment.get(), "words": "Il reste noir."}
    RoomProblem.objects.create(room=room, reported_by=author, **broken)
    client = signed_in(author)
    page = day(client)
    shown = column(page, room)
    assert "Élections 14 h – 19 h · fermée" in shown
    assert "Préparation 9 h 15 – 10 h" in shown
    assert "En panne : écran" in shown
    # What a link offers, the action accepts: 30 minutes to clean and 15 to set up lie between two bookings.
    assert links(page, room) == [("08:00", "09:00"), ("11:45", "12:45")]
    assert f'id="{room.slug}"' not in day(client, more="&equipement=écran")
    assert "jour férié : Armistice" in column(day(client, date(2027, 11, 11)), room)
    room.site.is_open_on_holidays = True
    room.site.save()
    assert "jour férié" not in column(day(client, date(2027, 11, 11)), room)


def test_windows_and_lengths(signed_in, author, room):
    client = signed_in(author)
    Room.objects.update(notice_hours=3, ahead_days=10, longest_minutes=30)
    # It is 9:50: three hours later, on the next quarter.
    assert links(day(client, TODAY), room) == [("13:00", "13:30")]
    assert links(day(client, TODAY + timedelta(days=8)), room) == [("08:00", "08:30")]
    assert links(day(client, TODAY + timedelta(days=12)), room) == []


def test_a_divisible_room_and_several_rooms(signed_in, author, room):
    part = a_room(name="Remparts A", slug="remparts-a", site=room.site)
    room.cells.add(*part.cells.all())
    annex = a_room(name="Annexe", slug="annexe", site=room.site)
    a_booking(part, author, hours("09:00", "10:00"), title="Une moitié")
    both = {"period": hours("16:00", "17:00"), "title": "Deux salles", "other_rooms": [annex]}
    actions.book(part, by=author, **both)
    Closure.objects.create(room=part, period=hours("17:00", "18:00"), reason="Travaux", created_by=author)
    page = day(signed_in(author))
    # Who closes a part closes the whole: what a link offers, the form accepts.
    closed = "Travaux 17 h – 18 h · fermée"
    assert [closed in column(page, each) for each in (room, part, annex)] == [True, True, False]
    assert "Une moitié 9 h – 10 h · vous, par Remparts A" in column(page, room)
    assert "Une moitié 9 h – 10 h · vous" in column(page, part)
    assert "Deux salles 16 h – 17 h · vous" in column(page, annex)
    assert ", par" not in column(page, part) + column(page, annex)
    assert "par Remparts A" in column(page, room).split("Deux salles")[1]
    # By pointer, only where it was booked.
    assert column_html(page, part).count("data-move") == 2
    assert "data-move" not in column_html(page, room) + column_html(page, annex)


def column_html(page: str, room: Room) -> str:
    return page.split(f'<section class="room" id="{room.slug}"')[1].split("</section>")[0]


def test_all_sites_fold_and_the_filter_is_in_the_address(signed_in, author, room):
    sea = SiteFactory.create(slug="mer", name="Zone de la mer")
    far = a_room(name="Posidonie", slug="posidonie", equipment=["piano"], site=sea)
    client = signed_in(author)
    page = day(client, more="&site=tous")
    assert page.count('<details class="site"') == 2
    assert {column(page, room).split()[0], column(page, far).split()[0]} == {"Remparts", "Posidonie"}
    page = day(client, more="&site=tous&equipement=piano")
    assert "Posidonie" in page
    assert 'id="remparts"' not in page
    assert "equipement=piano" in page.split('rel="next" href="')[1].split('"')[0]
    assert "Aucune salle d’ici n’a cet équipement" in day(client, more="&site=mer&equipement=trampoline")
    week = client.get("/salles/semaine/?site=tous&equipement=piano").text
    assert "Posidonie" in week
    assert ">Remparts<" not in week
    for shown in (page, week):
        # Open where something was found.
        [_, opened] = shown.split('<details class="site" open>')
        assert "Posidonie" in opened.split("</details>")[0]


def test_the_week_of_rooms_says_what_is_free(signed_in, author, room):
    a_booking(room, author, hours("09:00", "18:00", on=MONDAY))
    full = a_room(name="Pleine", slug="pleine", site=room.site, hours=[(0, time(8), time(10))])
    a_booking(full, author, hours("08:00", "10:00", on=MONDAY))
    page = signed_in(author).get(f"/salles/semaine/?le={MONDAY}").text
    assert links(page, room)[:2] == [("08:00", "09:00"), ("18:00", "19:00")]
    assert "Complet" in page.split("/salle/pleine/semaine/")[1].split("</td>")[0]


def test_the_week_of_rooms_says_why_nothing_is_offered(signed_in, author, room):
    client, words = signed_in(author), ("Passé", "Trop tard pour réserver", "Pas encore réservable")

    def said(on: date) -> list[str]:
        page = client.get(f"/salles/semaine/?le={on}").text
        return [word for word in words if word in page]

    Room.objects.update(notice_hours=48)
    assert said(TODAY - timedelta(days=7)) == ["Passé"]
    assert said(TODAY) == ["Passé", "Trop tard pour réserver"]
    assert said(TODAY + timedelta(days=400)) == ["Pas encore réservable"]


def test_a_series_is_one_line_of_my_bookings(signed_in, author, colleague, room):
    series = series_of(room, author, title="Point budget", first_date=MONDAY)
    for number in range(3):
        on = MONDAY + timedelta(days=7 * number)
        a_booking(room, author, hours("09:00", "10:00", on=on), series=series, series_date=on)
    a_booking(room, author, hours("11:00", "12:00"), title="Demande", state="requested")
    offer = {"state": "held", "held_until": timezone.now() + timedelta(hours=2)}
    a_booking(room, author, hours("13:00", "14:00"), title="Offre", **offer)
    a_booking(room, colleague, hours("15:00", "16:00"), title="Pour Paul", booked_by=author)
    page = signed_in(author).get("/salles/mes-reservations/").text
    assert page.count("Point budget</a></h2>") == 1
    assert "3 dates, du lundi 30\u00a0novembre" in page
    assert "Demandée\u00a0: qui gère la salle doit encore l’accepter." in page
    assert "gardée pour vous jusqu’au" in page
    assert page.count(">Répondre<") == 1
    assert "pour Paul Roux" in page
    assert "4 réservations" in page
