"""A series is booked whole, with what was chosen for each date, or not at all."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.datastructures import MultiValueDict

from core.history.entries import history_of
from core.notifications.models import Notification
from core.people.models import Agent
from rooms.models import Booking, Closure, Level, Occupancy, Room, Series
from rooms.pages.series.date_rows import rows_of
from rooms.pages.series.forms import Choices
from rooms.recurrence import Frequency, Rule
from rooms.series.book import book_series, plan_series
from rooms.series.change import offer_rooms
from rooms.series.plan import DateChoice, DateWay, Obstructed, Plan
from tests.rooms.factories import a_booking, a_room, hours
from tests.rooms.series.factories import TUESDAY, a_series, dates, nth, wanted, weekly

pytestmark = pytest.mark.django_db
SECOND = TUESDAY + timedelta(days=7)


def plan_with_offers(room: Room, by: Agent, **fields: Any) -> Plan:
    asked = wanted(room, **fields)
    plan = plan_series(asked, by=by)
    offer_rooms(plan, asked, by=by, organiser=by)
    return plan


def test_all_its_dates(author, room):
    series = a_series(room, author, first_date=TUESDAY - timedelta(days=3))
    assert dates(series) == ["12-01 09:00", "12-08 09:00", "12-15 09:00", "12-22 09:00"]
    assert (series.rule, series.first_date) == ("FREQ=WEEKLY;BYDAY=TU;COUNT=4", TUESDAY)
    assert Occupancy.objects.count() == 4
    assert not Booking.objects.filter(is_apart=True).exists()
    [told] = Notification.objects.filter(recipient=author)
    assert "chaque mardi, 4 fois" in told.text
    assert [entry.action for entry in history_of(series)] == ["a réservé la série"]


def test_what_stands_in_the_way_is_said_and_nothing_is_written(author, colleague, room):
    a_booking(room, colleague, hours("09:30", "11:00", on=SECOND), title="Recrutement", is_private=True)
    a_booking(room, colleague, hours("08:00", "09:15", on=SECOND + timedelta(days=7)), title="Réunion")
    day = hours("00:00", "20:00", on=SECOND + timedelta(days=14))
    Closure.objects.create(room=room, period=day, reason="Travaux", created_by=colleague)
    with pytest.raises(Obstructed) as refusal:
        book_series(wanted(room), by=author)
    said = {line.date: line.obstacle for line in refusal.value.plan.open}
    assert [day - SECOND for day in said] == [timedelta(0), timedelta(7), timedelta(14)]
    private, public, closed = said.values()
    assert "réservation privée" in private
    assert "Recrutement" not in private + public + closed
    assert "Roux" not in private
    assert "Paul Roux" in public
    assert "Travaux" in closed
    assert Booking.objects.count() == 2
    assert not Series.objects.exists()


def test_skipped_elsewhere_or_at_another_time(author, colleague, room, other_room):
    for number in range(1, 4):
        a_booking(room, colleague, hours("09:00", "10:00", on=TUESDAY + timedelta(days=7 * number)))
    wednesday = TUESDAY + timedelta(days=22)
    choices = {
        SECOND: DateChoice(DateWay.SKIP),
        SECOND + timedelta(days=7): DateChoice(DateWay.ROOM, room=other_room),
        SECOND + timedelta(days=14): DateChoice(DateWay.TIME, day=wednesday, starts_at=600, ends_at=690),
    }
    series = book_series(wanted(room), by=author, choices=choices)
    assert series.skipped == [SECOND]
    first, elsewhere, later = series.occurrences.order_by("series_date")
    assert (first.is_apart, elsewhere.is_apart, later.is_apart) == (False, True, True)
    assert elsewhere.room == other_room
    assert later.period == hours("10:00", "11:30", on=wednesday)
    assert later.series_date == SECOND + timedelta(days=14)


@pytest.mark.parametrize("level", [Level.BOOK, Level.ASK])
def test_a_first_date_elsewhere_does_not_speak_for_the_others(author, colleague, room, other_room, level):
    Room.objects.update(everyone_may=level)
    a_booking(room, colleague, hours("09:00", "10:00", on=TUESDAY))
    room.refresh_from_db()
    book_series(wanted(room), by=author, choices={TUESDAY: DateChoice(DateWay.ROOM, room=other_room)})
    told = Notification.objects.get(recipient=author)
    assert "salle Remparts, chaque mardi" in told.title
    first = "le mardi 1ᵉʳ décembre 2026 de 9 h à 10 h, salle Mistral"
    assert first in told.text.replace("\xa0", " ")


def test_rooms_offered_for_a_date_and_for_all(author, colleague, room):
    """The smallest that holds as many first; a room taken at one date is not free for all."""
    small = a_room(name="Petite", slug="petite", capacity=4)
    large = a_room(name="Grande", slug="grande", capacity=40)
    fitting = a_room(name="Juste", slug="juste", capacity=14)
    a_room(name="Réservée", slug="reservee", capacity=12, everyone_may=Level.TITLES)
    a_booking(room, colleague, hours("09:00", "10:00", on=SECOND))
    a_booking(fitting, colleague, hours("09:00", "10:00", on=TUESDAY))
    plan = plan_with_offers(room, author)
    [line] = plan.open
    assert line.offers == [fitting, large, small]
    assert plan.everywhere == [large, small]


def test_of_several_rooms_the_one_that_is_taken_is_replaced(author, colleague, room, other_room):
    """By none that shares walls with those that stay."""
    free = a_room(name="Libre", slug="libre")
    part = a_room(name="Partie", slug="partie")
    part.cells.set(room.cells.all())
    a_booking(other_room, colleague, hours("09:00", "10:00", on=SECOND))
    plan = plan_with_offers(room, author, other_rooms=(other_room,))
    [line] = plan.open
    assert (line.to_replace, line.offers, plan.everywhere) == (other_room, [free], [])
    [row] = rows_of(plan, {}, posted={}, by=author).to_settle
    [offered] = [option for option in row.options if option.value.startswith("salle")]
    assert offered.value == "salle:libre:mistral"
    assert "Libre à la place de Mistral" in offered.label
    data = MultiValueDict({f"quoi-{SECOND}": [offered.value]})
    choices = Choices(data, [SECOND], [room, other_room, free], held=[room, other_room]).chosen
    series = book_series(wanted(room, other_rooms=(other_room,)), by=author, choices=choices)
    second = nth(series, 1)
    assert (second.room, list(second.other_rooms.all()), second.is_apart) == (room, [free], True)
    assert not nth(series, 0).is_apart


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 25), "férié"),
        (date(2026, 12, 26), "fermée le samedi"),
        (date(2027, 3, 28), "n’existe pas"),
    ],
)
def test_days_that_are_not_like_others(author, room, day, words):
    clocks = {"starts_at": 150, "ends_at": 240} if day.month == 3 else {}
    asked = wanted(room, rule=Rule(Frequency.DAILY, count=1), first_date=day, **clocks)
    [line] = plan_series(asked, by=author).open
    assert words in line.obstacle


def test_two_dates_of_one_series_do_not_overlap(author, room):
    choices = {TUESDAY: DateChoice(DateWay.TIME, day=SECOND, starts_at=570, ends_at=630)}
    with pytest.raises(Obstructed) as refusal:
        book_series(wanted(room), by=author, choices=choices)
    assert "même série" in refusal.value.plan.open[0].obstacle


def test_skipping_all_leaves_nothing(author, colleague, room):
    for number in range(4):
        a_booking(room, colleague, hours("09:00", "10:00", on=TUESDAY + timedelta(days=7 * number)))
    asked = wanted(room)
    choices = {line.date: DateChoice(DateWay.SKIP) for line in plan_series(asked, by=author).open}
    with pytest.raises(ValidationError, match="aucune date"):
        book_series(asked, by=author, choices=choices)
    assert not Series.objects.exists()


def test_several_rooms_for_a_colleague(author, colleague, room, other_room):
    series = a_series(room, author, organiser=colleague, other_rooms=(other_room,))
    assert (series.organiser, series.booked_by) == (colleague, author)
    assert Occupancy.objects.count() == 8
    assert {told.recipient for told in Notification.objects.all()} == {author, colleague}
    with pytest.raises(Obstructed):
        book_series(wanted(other_room), by=author)


def test_rooms_of_others_and_closed_accounts(author, room):
    Room.objects.filter(pk=room.pk).update(everyone_may=Level.TITLES)
    with pytest.raises(Obstructed) as refusal:
        book_series(wanted(room), by=author)
    assert len(refusal.value.plan.open) == 4
    author.is_active = False
    with pytest.raises(PermissionDenied):
        book_series(wanted(room), by=author)


def test_statements_do_not_grow_with_the_dates(author, colleague, room, statements):
    few = statements(lambda: a_series(room, author, rule=weekly(2)))
    many = statements(lambda: a_series(room, author, rule=weekly(52), starts_at=660, ends_at=720))
    assert many == few <= 30


def test_the_plan_costs_the_same_with_twenty_dates_in_the_way(author, colleague, room, statements):
    a_series(room, author, rule=weekly(20))
    plan_with_offers(room, colleague, rule=weekly(1))
    few = statements(lambda: plan_with_offers(room, colleague, rule=weekly(1)))
    many = statements(lambda: plan_with_offers(room, colleague, rule=weekly(20)))
    assert many == few <= 15
