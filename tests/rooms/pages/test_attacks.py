"""What was tried to get round the rules of rooms, and no longer works."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from core.people.models import Agent
from rooms import check_in
from rooms.attendees import actions as attending
from rooms.bookings import actions
from rooms.models import Attendee, Booking, Level, Room, RoomRight
from rooms.recurrence import Frequency, Rule
from rooms.series.actions import change_series
from rooms.series.book import book_series
from rooms.series.change import Scope
from rooms.series.plan import DateChoice, DateWay, Obstructed
from tests.rooms.factories import TOMORROW, a_booking, a_room, changed, hours, sent
from tests.rooms.series.factories import TUESDAY, a_change, a_series, nth, wanted, weekly

pytestmark = pytest.mark.django_db


def keeps(agent: Agent, room: Room) -> None:
    RoomRight.objects.create(room=room, direction=agent.direction, level=Level.MANAGE)


def test_a_series_is_not_enlarged_past_its_quota(author):
    """The dates that stay where they are count as well."""
    room = a_room(person_quota_minutes=120)
    series = a_series(room, author, rule=weekly(4))
    wider = Rule(Frequency.WEEKLY, weekdays=(1, 2, 3), count=12)
    with pytest.raises(Obstructed) as refused:
        change_series(nth(series, 0), a_change(series, rule=wider), by=author, scope=Scope.ALL)
    # Tuesday as it was, Wednesday new, Thursday too many: an hour each.
    assert {line.date.weekday() for line in refused.value.plan.open} == {3}


def test_dates_in_different_rooms_share_the_quota_of_what_they_have_in_common(author, room, other_room):
    """Every other date elsewhere, always with the same second room: four hours are not twice two."""
    hall = a_room(person_quota_minutes=120)
    asked = wanted(room, rule=Rule(Frequency.DAILY, count=4), other_rooms=(hall,))
    elsewhere = {TUESDAY + timedelta(days=days): DateChoice(DateWay.ROOM, room=other_room) for days in (1, 3)}
    with pytest.raises(Obstructed) as refused:
        book_series(asked, by=author, choices=elsewhere)
    assert {line.date for line in refused.value.plan.open} == set(elsewhere)


def test_a_change_drops_no_room_in_silence(signed_in, author, room):
    """One that was booked, then closed to them: the form shows it, and keeps it."""
    hall = a_room(name="Salle des fêtes", slug="fetes", site=room.site)
    booking = actions.book(room, by=author, period=hours("09:00", "10:00"), title="x", other_rooms=[hall])
    Room.objects.filter(pk=hall.pk).update(everyone_may=Level.TITLES)
    client = signed_in(author)
    page = client.get(f"{booking.get_absolute_url()}modifier/")
    assert page.context["form"]["other_rooms"].value() == ["fetes"]
    assert 'value="fetes"' in page.text
    client.post(f"{booking.get_absolute_url()}modifier/", sent(room, title="Autre", other_rooms=["fetes"]))
    booking.refresh_from_db()
    assert (booking.title, list(booking.other_rooms.all())) == ("Autre", [hall])


def test_a_change_shortens_no_booking_of_several_days(signed_in, author, room_manager, room):
    """A manager booked three days for someone, who mends its title."""
    days = hours("09:00", "18:00", until=TOMORROW + timedelta(days=2))
    booking = actions.book(room, by=room_manager, organiser=author, period=days, title="Salon")
    client = signed_in(author)
    fields = client.get(f"{booking.get_absolute_url()}modifier/").context["form"]
    typed = {field.name: field.value() for field in fields if field.value()}
    client.post(f"{booking.get_absolute_url()}modifier/", typed | {"title": "Salon du livre"})
    booking.refresh_from_db()
    assert (booking.title, booking.period) == ("Salon du livre", days)


def test_one_date_in_ones_room_gives_no_hold_on_its_series(author, outsider, colleague, room, other_room):
    keeps(outsider, other_room)
    series = a_series(room, author, is_private=True)
    date = nth(series, 1)
    changed(date, room=other_room)
    with pytest.raises(PermissionDenied):
        attending.invite(date, by=outsider, agents=[outsider, colleague], whole_series=True)
    assert not Attendee.objects.exists()
    attending.invite(date, by=outsider, agents=[colleague])
    [guest] = attending.invite(date, by=author, addresses=["ami@ailleurs.example"], whole_series=True)
    with time_machine.travel("2026-12-02T08:00Z", tick=False):
        # The next date is the one in their room.
        with pytest.raises(ValidationError, match="est de toute la série"):
            attending.withdraw(guest, by=outsider)
        attending.withdraw(guest, by=author)


def test_presence_is_not_carried_to_another_time(author):
    """Said here, and the booking moved: it would never be freed."""
    room = a_room(needs_check_in=True)
    booking = a_booking(room, author, hours("10:00", "11:00", on=TOMORROW - timedelta(days=1)))
    check_in.check_in(booking, by=author)
    booking = changed(booking, period=hours("14:00", "15:00"))
    assert booking.checked_in_at is None
    booking.refresh_from_db()
    assert booking.checked_in_at is None


def test_a_request_without_its_moderated_room_waits_for_nobody(author, room):
    hall = a_room(everyone_may=Level.ASK)
    booking = actions.book(room, by=author, period=hours("09:00", "10:00"), title="x", other_rooms=[hall])
    [guest] = attending.invite(booking, by=author, addresses=["ami@ailleurs.example"])
    assert (booking.state, guest.sent_sequence) == (Booking.State.REQUESTED, None)
    booking = changed(booking, other_rooms=[])
    guest.refresh_from_db()
    assert (booking.state, guest.sent_sequence) == (Booking.State.CONFIRMED, booking.sequence)


def test_a_request_made_shorter_is_not_agreed_to(author):
    """Where one may only ask, or not even that any more."""
    hall = a_room(everyone_may=Level.ASK)
    booking = actions.book(hall, by=author, period=hours("09:00", "12:00"), title="x")
    for level, end in ((Level.ASK, "11:00"), (Level.TITLES, "10:00")):
        Room.objects.filter(pk=hall.pk).update(everyone_may=level)
        booking = changed(booking, period=hours("09:00", end))
        assert booking.state == Booking.State.REQUESTED
