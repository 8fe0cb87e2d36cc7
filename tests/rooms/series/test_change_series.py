"""« Celle-ci et les suivantes », « toute la série »: what moves, what was made apart, what stays as it was."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.notifications.models import Notification
from core.people.models import Agent
from rooms.bookings import actions
from rooms.bookings.actions import swap
from rooms.models import Booking, Level, Occupancy, Room, RoomRight, Series
from rooms.pages.series.forms import SeriesChangeForm, initial_of_rule
from rooms.recurrence import Frequency, Rule
from rooms.series.actions import cancel_series, change_series, end_series, give_series
from rooms.series.book import book_series
from rooms.series.change import Scope, part_of, plan_change
from rooms.series.plan import DateChoice, DateWay, Obstructed
from rooms.series.querysets import without_organiser
from tests.factories import AgentFactory
from tests.rooms.factories import a_booking, a_room, changed, hours, sent
from tests.rooms.series.factories import TUESDAY, a_change, a_series, dates, nth, wanted, weekly

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
ALL, FOLLOWING = Scope.ALL, Scope.FOLLOWING
LAST = date(2026, 11, 30)


def change(booking: Booking, by: Agent, scope: Scope = ALL, **fields: Any) -> Series:
    given = {name: fields.pop(name) for name in ("choices", "is_agreed", "reason") if name in fields}
    assert booking.series
    return change_series(booking, a_change(booking.series, **fields), by=by, scope=scope, **given)


def test_moved_by_a_week_onto_its_own_dates(author, room):
    """Each date takes the next one's place, in one UPDATE of what is held: the series meets nobody."""
    series = a_series(room, author)
    with CaptureQueriesContext(connection) as captured:
        assert change(nth(series, 0), author, days=7) == series
    sent = [row["sql"].replace('"', "") for row in captured]
    for table in ("rooms_booking ", "rooms_occupancy "):
        assert sum(f"UPDATE {table}" in sql for sql in sent) == 1
    series.refresh_from_db()
    assert dates(series) == ["12-08 09:00", "12-15 09:00", "12-22 09:00", "12-29 09:00"]
    assert (series.first_date, series.sequence) == (TUESDAY + WEEK, 1)
    assert set(series.occurrences.values_list("sequence", "is_apart")) == {(1, False)}
    held = Occupancy.objects.order_by("blocked_during").first()
    assert held
    assert held.blocked_during == hours("09:00", "10:00", on=TUESDAY + WEEK)


def test_this_and_the_following_cut_the_series(author, room, other_room):
    series = a_series(room, author)
    new = change(
        nth(series, 2), author, FOLLOWING, room=other_room, starts_at=600, ends_at=660, title="Suite"
    )
    series.refresh_from_db()
    assert new.continues == series
    assert (series.rule, new.rule) == ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261214", "FREQ=WEEKLY;BYDAY=TU;COUNT=2")
    assert dates(series) == ["12-01 09:00", "12-08 09:00"]
    assert dates(new) == ["12-15 10:00", "12-22 10:00"]
    assert set(new.occurrences.values_list("room", "title", "is_apart")) == {(other_room.pk, "Suite", False)}
    assert not Notification.objects.filter(kind="rooms.changed").exists()


def test_what_is_over_stays_as_it_was(author, room):
    series = a_series(room, author)
    with time_machine.travel("2026-12-09T12:00Z", tick=False):
        new = change(nth(series, 0), author, title="Nouveau nom")
        assert new != series
        assert set(series.occurrences.values_list("title", flat=True)) == {"Point budget"}
        assert dates(new) == ["12-15 09:00", "12-22 09:00"]


def test_exceptions_are_kept_where_they_make_sense(author, room, other_room):
    """Another hour, another room, another title, a cancelled date: each keeps its own and follows the rest."""
    series = a_series(room, author, rule=weekly(6))
    later, elsewhere, named, gone = (nth(series, number) for number in (1, 2, 3, 4))
    changed(later, period=hours("14:00", "15:00", on=later.day))
    changed(elsewhere, room=other_room)
    changed(named, title="Bilan")
    actions.cancel(gone, by=author)
    assert later.pk in series.occurrences.filter(is_apart=True).values_list("pk", flat=True)
    series = change(nth(series, 0), author, days=1, starts_at=660, ends_at=720, title="Point projet")
    assert dates(series) == ["12-02 11:00", "12-09 14:00", "12-16 11:00", "12-23 11:00", "01-06 11:00"]
    rows = list(series.occurrences.holding().order_by("series_date"))
    assert [row.title for row in rows] == ["Point projet", *["Point projet"] * 2, "Bilan", "Point projet"]
    assert [row.room.name for row in rows].index("Mistral") == 2
    assert [row.is_apart for row in rows] == [False, True, True, True, False]
    # The cancelled date went with the others, so that calendars leave the right one out.
    assert series.occurrences.get(state="cancelled").series_date == date(2026, 12, 30)


def test_an_exception_that_is_like_its_series_again(author, room):
    series = a_series(room, author)
    apart = nth(series, 1)
    changed(apart, period=hours("14:00", "15:00", on=apart.day))
    change(nth(series, 0), author, starts_at=840, ends_at=900)
    assert not series.occurrences.filter(is_apart=True).exists()


def test_what_stands_in_the_way_of_a_change(author, colleague, room, other_room):
    series = a_series(room, author)
    taken = a_booking(room, colleague, hours("10:00", "11:00", on=TUESDAY + WEEK))
    with pytest.raises(Obstructed) as refusal:
        change(nth(series, 0), author, starts_at=600, ends_at=660)
    [line] = refusal.value.plan.open
    assert line.date == TUESDAY + WEEK
    assert dates(series)[0] == "12-01 09:00"
    for choice, expected in (
        (DateChoice(DateWay.KEEP), "12-08 09:00"),
        (DateChoice(DateWay.ROOM, room=other_room), "12-08 10:00"),
        (DateChoice(DateWay.TIME, day=TUESDAY + WEEK, starts_at=900, ends_at=960), "12-08 15:00"),
    ):
        change(nth(series, 0), author, starts_at=600, ends_at=660, choices={line.date: choice})
        series.refresh_from_db()
        assert expected in dates(series)
        assert nth(series, 1).is_apart
        as_before = {line.date: DateChoice(DateWay.TIME, day=line.date, starts_at=540, ends_at=600)}
        change(nth(series, 0), author, starts_at=540, ends_at=600, choices=as_before)
        series.refresh_from_db()
    change(nth(series, 0), author, starts_at=600, ends_at=660, choices={line.date: DateChoice(DateWay.SKIP)})
    assert len(dates(series)) == 3
    taken.refresh_from_db()
    assert taken.state == "confirmed"


def test_another_rhythm(author, room):
    """From Tuesdays to Thursdays each date finds its new one; a shorter series says which dates go."""
    series = a_series(room, author)
    kept = nth(series, 0).pk
    thursdays = Rule(Frequency.WEEKLY, weekdays=(3,), count=5)
    change(nth(series, 0), author, rule=thursdays)
    assert dates(series)[:2] == ["12-03 09:00", "12-10 09:00"]
    assert len(dates(series)) == 5
    assert nth(series, 0).pk == kept
    shorter = Rule(Frequency.WEEKLY, weekdays=(3,), count=3)
    with pytest.raises(Obstructed) as refusal:
        change(nth(series, 0), author, rule=shorter)
    assert [row.day for row in refusal.value.plan.gone] == [date(2026, 12, 24), date(2026, 12, 31)]
    change(nth(series, 0), author, rule=shorter, is_agreed=True)
    assert len(dates(series)) == 3


def test_a_cancelled_week_stays_cancelled_in_another_rhythm(author, room):
    choices = {TUESDAY + 2 * WEEK: DateChoice(DateWay.SKIP)}
    series = book_series(wanted(room), by=author, choices=choices)
    actions.cancel(nth(series, 1), by=author)
    change(nth(series, 0), author, rule=Rule(Frequency.WEEKLY, weekdays=(3,), count=4), days=0)
    assert dates(series) == ["12-03 09:00", "12-24 09:00"]
    series.refresh_from_db()
    assert series.skipped == [date(2026, 12, 10), date(2026, 12, 15), date(2026, 12, 17)]


def test_moved_and_shortened_at_once(author, room):
    """The date that goes does not stand in the way of the one that takes its place."""
    series = a_series(room, author)
    change(nth(series, 0), author, days=7, rule=weekly(3), is_agreed=True)
    assert dates(series) == ["12-08 09:00", "12-15 09:00", "12-22 09:00"]


@pytest.mark.parametrize("is_wished", [True, False])
def test_dates_that_are_added_are_reminded_of_as_the_others(author, room, is_wished):
    series = a_series(room, author, wants_reminder=is_wished)
    change(nth(series, 0), author, rule=weekly(5))
    assert set(series.occurrences.values_list("wants_reminder", flat=True)) == {is_wished}


def test_shortened_needs_no_new_agreement(author, room):
    series = a_series(room, author)
    # Saved as it was cuts nothing.
    assert change(nth(series, 2), author, FOLLOWING) == series
    assert (Series.objects.count(), Series.objects.get().sequence) == (1, 0)
    Room.objects.filter(pk=room.pk).update(everyone_may=Level.ASK)
    change(nth(series, 0), author, ends_at=585)
    assert set(series.occurrences.values_list("state", flat=True)) == {"confirmed"}
    change(nth(series, 0), author, ends_at=660)
    assert set(series.occurrences.values_list("state", flat=True)) == {"requested"}


@pytest.mark.parametrize(
    ("rule", "first", "days", "found"),
    [
        (weekly(), TUESDAY, 1, "FREQ=WEEKLY;BYDAY=WE;COUNT=6"),
        (Rule(Frequency.MONTHLY, month_day=-1, count=3), LAST, 0, "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=6"),
        (Rule(Frequency.MONTHLY, nth=(1, 1), count=4), TUESDAY, 3, None),
    ],
    ids=["its weekday", "the last of the month", "not movable"],
)
def test_a_longer_series_keeps_its_rhythm_where_it_moves(author, room, rule, first, days, found):
    """Only the date and the end were typed: the days that are ticked are those of before."""
    booking = a_booking(room, author, hours("09:00", "10:00", on=first))
    initial = initial_of_rule(rule)
    typed = {name: value for name, value in initial.items() if value is not None and name != "rule"}
    data = sent(room, date=(first + timedelta(days=days)).isoformat()) | typed | {"times": "6"}
    form = SeriesChangeForm(data, by=author, booking=booking, first=first, initial=initial)
    assert form.is_valid() == bool(found)
    assert list(form.errors) == ([] if found else ["date"])
    assert (form.changes().rule.rrule() if found else None) == found


@pytest.mark.parametrize(
    ("scope", "left", "rule"),
    [
        (FOLLOWING, ["12-01 09:00"], "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261207"),
        (ALL, [], "FREQ=WEEKLY;BYDAY=TU;COUNT=4"),
    ],
)
def test_cancelled(author, room, scope, left, rule):
    series = a_series(room, author)
    series = cancel_series(nth(series, 1), by=author, scope=scope)
    assert dates(series) == left
    assert (series.rule, series.sequence) == (rule, 1)
    assert Occupancy.objects.count() == len(left)
    with pytest.raises(ValidationError, match="plus de date"):
        cancel_series(nth(series, 1), by=author, scope=FOLLOWING)


def test_a_manager_says_why_once(author, room_manager, room):
    series = a_series(room, author)
    Notification.objects.all().delete()
    for action in (
        lambda **reason: change(nth(series, 0), room_manager, title="Autre", **reason),
        lambda **reason: cancel_series(nth(series, 0), by=room_manager, scope=ALL, **reason),
    ):
        with pytest.raises(ValidationError) as refusal:
            action()
        assert list(refusal.value.error_dict) == ["reason"]
        action(reason="Travaux")
    told = list(Notification.objects.values_list("recipient", "text"))
    assert len(told) == 2
    assert all(who == author.pk and "Travaux" in text for who, text in told)


PEOPLE = {"author": True, "colleague": False, "room_manager": True, "keeper": True, "typist": True}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("verb", ["change", "cancel", "give", "end", "swap"])
def test_rights(author, colleague, outsider, room_manager, room, person, verb):
    """The keeper manages this room, and no other."""
    RoomRight.objects.create(room=room, direction=outsider.direction, level=Level.MANAGE)
    typist = AgentFactory.create()
    people = {"author": author, "colleague": colleague, "room_manager": room_manager}
    agent = {**people, "keeper": outsider, "typist": typist}[person]
    series = book_series(wanted(room, organiser=author), by=typist)
    first, second = nth(series, 0), nth(series, 1)
    object_actions: dict[str, Callable[[], Any]] = {
        "change": lambda: change(first, agent, title="Autre", reason="x"),
        "cancel": lambda: cancel_series(first, by=agent, scope=ALL, reason="x"),
        "give": lambda: give_series(series, to=typist, by=agent),
        "end": lambda: end_series(series, by=agent, reason="x"),
        "swap": lambda: swap(first, second, by=agent, reason="x"),
    }
    if PEOPLE[person]:
        object_actions[verb]()
    else:
        with pytest.raises(PermissionDenied):
            object_actions[verb]()
        assert dates(series)[0] == "12-01 09:00"


def test_given_to_someone_when_its_organiser_has_left(author, colleague, room_manager, room):
    series = a_series(room, author)
    assert not without_organiser(room_manager)
    Agent.objects.filter(pk=author.pk).update(first_name="Odile", last_name="Roux", is_active=False)
    [found] = without_organiser(room_manager)
    assert (found, found.count) == (series, 4)
    assert not without_organiser(colleague)
    give_series(series, to=colleague, by=room_manager)
    assert not without_organiser(room_manager)
    assert set(series.occurrences.values_list("organiser", flat=True)) == {colleague.pk}
    told = Notification.objects.get(kind="rooms.series_given")
    assert told.recipient == colleague
    assert "celles d’Odile Roux" in told.text
    Agent.objects.filter(pk=author.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="fermé"):
        give_series(series, to=Agent.objects.get(pk=author.pk), by=room_manager)


def test_statements_do_not_grow_with_the_dates(author, statements):
    def counted(number: int) -> tuple[int, int, int]:
        room, other = a_room(), a_room()
        series = a_series(room, author, rule=weekly(number))
        other_series = a_series(other, author, rule=weekly(number))
        planned = statements(
            lambda: plan_change(part_of(nth(series, 0), ALL, by=author), a_change(series, days=7), by=author)
        )
        moved = statements(
            lambda: change(nth(series, 0), author, days=7, room=other, starts_at=660, ends_at=720)
        )
        return planned, moved, statements(lambda: cancel_series(nth(other_series, 0), by=author, scope=ALL))

    counted(2)
    assert counted(2) == counted(40)


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
