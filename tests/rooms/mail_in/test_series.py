"""Rooms invited to series; and bookings made by mail that change on the site."""

from datetime import time, timedelta

import pytest
from django.utils.timezone import localtime

from rooms.bookings import actions as bookings
from rooms.models import Booking, Series
from rooms.periods import at
from rooms.series import actions as series_actions
from rooms.series.change import Scope
from tests.rooms.factories import TODAY, a_booking, changed, hours
from tests.rooms.mail_in.calendars import answers, components, invited, said

pytestmark = pytest.mark.django_db
FRIDAYS = [TODAY + timedelta(days=1 + 7 * week) for week in range(5)]
WEEKLY = ("RRULE:FREQ=WEEKLY;COUNT=4",)
SECOND = ("RECURRENCE-ID;TZID=Europe/Paris:20261204T090000",)


def held() -> list[tuple[int, str]]:
    """Each date that holds: days after the first Friday, and the hour."""
    rows = Booking.objects.holding().order_by("period").values_list("period__startswith", flat=True)
    return [((start.date() - FRIDAYS[0]).days, f"{start:%H}") for start in map(localtime, rows)]


def days() -> list[int]:
    """Days after the first Friday."""
    return [day for day, _ in held()]


def test_the_free_dates_of_a_series(author, colleague, room):
    a_booking(room, colleague, hours("09:00", "10:00", on=FRIDAYS[1]), title="Entretien Dupont")
    invited(author, room, more=WEEKLY)
    assert Booking.objects.filter(organiser=author).count() == 3
    [answer] = answers()
    assert "3 en tout" in answer.body
    assert "Dupont" not in answer.body + answer.calendar
    whole, refused = components(answer)
    assert [each["ATTENDEE"].params["PARTSTAT"] for each in (whole, refused)] == ["ACCEPTED", "DECLINED"]
    assert refused["RECURRENCE-ID"].dt == at(FRIDAYS[1], time(9))
    assert "vendredi 4 décembre 2026" in answer.body.replace("\u00a0", " ")


def test_the_first_date_that_is_held_is_named(author, colleague, room):
    a_booking(room, colleague, hours("09:00", "10:00", on=FRIDAYS[0]))
    invited(author, room, more=WEEKLY)
    assert days() == [0, 7, 14, 21]
    assert "4 décembre" in answers()[0].subject.replace("\u00a0", " ")


def test_a_town_that_wants_all_dates_or_none(author, colleague, room, settings):
    settings.ROOMS_SERIES_WHOLE = True
    a_booking(room, colleague, hours("09:00", "10:00", on=FRIDAYS[1]))
    invited(author, room, more=WEEKLY)
    assert not Series.objects.exists()
    assert said(answers()[0])[1] == "DECLINED"


def test_dates_left_out_and_an_endless_rule(author, room, settings):
    settings.ROOMS_SERIES_DATES = 3
    invited(author, room, more=("RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Paris:20261204T090000"))
    assert days() == [0, 14]
    assert "prise jusqu’au" in answers()[0].body


def test_one_date_moved(author, room):
    invited(author, room, more=WEEKLY)
    room.opening_hours.create(weekday=5, opens_at="08:00", closes_at="19:00")
    invited(author, room, sequence=1, start="20261205T110000", end="20261205T120000", more=SECOND)
    assert days() == [0, 8, 14, 21]
    [component] = components(answers()[-1])
    assert component["RECURRENCE-ID"].dt == at(FRIDAYS[1], time(9))


# Changed on the site


def test_moved_on_the_site(author, room, room_manager):
    invited(author, room)
    booking = Booking.objects.get()
    # No calendar keeps its title.
    booking = changed(booking, title="Autre")
    assert len(answers()) == 1
    changed(booking, room_manager, period=hours("16:00", "17:00"), reason="Élections")
    answer = answers()[-1]
    [component] = components(answer)
    assert said(answer)[0] == "COUNTER"
    assert component["DTSTART"].dt == hours("16:00", "17:00").lower
    assert "Élections" in answer.body
    # Accepted, the organiser's calendar says so.
    invited(author, room, sequence=1, start="20261127T160000", end="20261127T170000")
    assert said(answers()[-1]) == ("REPLY", "ACCEPTED")


def test_cancelled_on_the_site(author, room, room_manager):
    invited(author, room)
    bookings.cancel(Booking.objects.get(), by=room_manager, reason="Fuite d’eau")
    assert said(answers()[-1]) == ("REPLY", "DECLINED")
    assert "Fuite d’eau" in answers()[-1].body


def test_a_date_of_a_series_changed_on_the_site(author, room):
    invited(author, room, more=WEEKLY)
    second = Booking.objects.order_by("period")[1]
    bookings.cancel(second, by=author)
    [component] = components(answers()[-1])
    assert component["RECURRENCE-ID"].dt == second.period.lower
    series_actions.cancel_series(Booking.objects.order_by("period")[0], by=author, scope=Scope.ALL)
    [component] = components(answers()[-1])
    assert "RECURRENCE-ID" not in component


def test_the_following_dates_changed_on_the_site(author, room):
    """By the names that the series gave them, and once."""
    invited(author, room, more=WEEKLY)
    onward = ("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20261211T090000",)
    invited(author, room, sequence=1, start="20261211T150000", end="20261211T160000", more=onward)
    assert held() == [(0, "09"), (7, "09"), (14, "15"), (21, "15")]
    before = len(answers())
    bookings.cancel(Booking.objects.holding().order_by("period")[3], by=author)
    [answer] = answers()[before:]
    [component] = components(answer)
    assert component["RECURRENCE-ID"].dt == at(FRIDAYS[3], time(9))


def test_a_series_given_to_another(author, colleague, room, room_manager, signed_in):
    invited(author, room, more=WEEKLY)
    booking = Booking.objects.order_by("period")[1]
    assert "Réservée depuis l’agenda de" in signed_in(author).get(booking.get_absolute_url()).text
    series_actions.give_series(Series.objects.get(), to=colleague, by=room_manager)
    assert "Réservée depuis" not in signed_in(colleague).get(booking.get_absolute_url()).text
    bookings.cancel(booking, by=colleague)
    assert len(answers()) == 1
