"""What booking, changing and cancelling leave behind."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from core.history.entries import history_of
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from rooms.availability import occupancy as holding
from rooms.availability.conflicts import Conflict
from rooms.bookings import actions
from rooms.models import Booking, Cell, Occupancy, Room
from tests.rooms.factories import TOMORROW, a_booking, a_room, hours, sent

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]
NINE = "09:00", "10:00"


def test_book(author: Agent, room: Room) -> None:
    booking = actions.book(room, by=author, period=hours(*NINE), title="  Point   budget ")
    assert (booking.title, booking.state) == ("Point budget", "confirmed")
    [occupancy] = booking.occupancies.all()
    assert occupancy.blocked_during == booking.period
    # The screen confirms it: no letter, unless the agent chose one.
    assert not OutgoingMail.objects.exists()
    [entry] = history_of(booking)
    assert (entry.by, entry.action) == (author, "a réservé la salle")


def test_back_to_back(author: Agent, room: Room) -> None:
    actions.book(room, by=author, period=hours(*NINE), title="x")
    actions.book(room, by=author, period=hours("10:00", "11:00"), title="x")
    with pytest.raises(Conflict):
        actions.book(room, by=author, period=hours("09:45", "10:15"), title="x")


def test_a_room_that_shares_a_cell_is_blocked(author: Agent, room: Room) -> None:
    whole = a_room(name="Conseil", slug="conseil", site=room.site)
    whole.cells.add(*room.cells.all())
    booking = actions.book(whole, by=author, period=hours(*NINE), title="x")
    assert booking.occupancies.count() == 2
    with pytest.raises(Conflict):
        actions.book(room, by=author, period=hours(*NINE), title="x")


def test_change_room_and_time(author: Agent, room: Room, other_room: Room) -> None:
    booking = a_booking(room, author)
    actions.change(
        booking, by=author, room=other_room, period=hours("14:00", "15:00"), title="y", is_private=True
    )
    booking.refresh_from_db()
    assert (booking.room, booking.title, booking.is_private) == (other_room, "y", True)
    [occupancy] = booking.occupancies.all()
    assert occupancy.cell in other_room.cells.all()
    assert not Notification.objects.exists()


def test_lengthened_over_itself(author: Agent, room: Room) -> None:
    booking = a_booking(room, author)
    actions.change(booking, by=author, room=room, period=hours("09:30", "11:00"), title="x", is_private=False)
    assert Occupancy.objects.get().blocked_during == hours("09:30", "11:00")


def test_changed_onto_another(author: Agent, colleague: Agent, room: Room) -> None:
    booking = a_booking(room, author)
    a_booking(room, colleague, hours("10:00", "11:00"))
    with pytest.raises(Conflict):
        actions.change(
            booking, by=author, room=room, period=hours("09:00", "10:15"), title="x", is_private=False
        )


def test_only_the_title_of_a_running_one(author: Agent, room: Room) -> None:
    booking = a_booking(room, author, hours("09:00", "11:00", on=TOMORROW - timedelta(days=1)))
    actions.change(booking, by=author, room=room, period=booking.period, title="y", is_private=False)
    later = hours("09:00", "12:00", on=TOMORROW - timedelta(days=1))
    actions.change(booking, by=author, room=room, period=later, title="y", is_private=False)


def test_manager_gives_a_reason(author: Agent, room_manager: Agent, room: Room) -> None:
    booking = a_booking(room, author)
    with pytest.raises(ValidationError) as refusal:
        actions.cancel(booking, by=room_manager, reason=" ")
    assert list(refusal.value.error_dict) == ["reason"]
    actions.cancel(booking, by=room_manager, reason="Fuite d’eau")
    booking.refresh_from_db()
    assert (booking.is_cancelled, booking.cancelled_by, booking.cancel_reason) == (
        True,
        room_manager,
        "Fuite d’eau",
    )
    assert not Occupancy.objects.exists()
    mail = OutgoingMail.objects.get()
    assert mail.agent == author
    assert "Fuite d’eau" in mail.body


def test_cancelled_twice_is_once(author: Agent, room: Room) -> None:
    booking = a_booking(room, author)
    first = actions.cancel(booking, by=author)
    assert actions.cancel(booking, by=author).cancelled_at == first.cancelled_at
    assert not OutgoingMail.objects.exists()


def test_cancelled_frees_the_slot(author: Agent, colleague: Agent, room: Room) -> None:
    actions.cancel(a_booking(room, author), by=author)
    actions.book(room, by=colleague, period=hours(*NINE), title="x")
    assert Booking.objects.count() == 2


def test_stale_page_keeps_the_text(signed_in: SignedIn, author: Agent, room: Room) -> None:
    booking = a_booking(room, author)
    actions.cancel(booking, by=author)
    response = signed_in(author).post(f"{booking.get_absolute_url()}modifier/", sent(room, title="Mon texte"))
    assert "annulée entre-temps" in response.context["form"].non_field_errors()[0]
    assert "Mon texte" in response.content.decode()


def test_swapped_in_one_statement(author: Agent, room: Room, other_room: Room) -> None:
    one, other = a_booking(room, author), a_booking(other_room, author)
    cells = [room.cells.get().pk, other_room.cells.get().pk]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rooms_occupancy SET cell_id = CASE cell_id WHEN %s THEN %s ELSE %s END",
            [cells[0], cells[1], cells[0]],
        )
    assert one.occupancies.get().cell_id == cells[1]
    assert other.occupancies.get().cell_id == cells[0]


def test_a_series_moves_in_one_statement(author: Agent, room: Room) -> None:
    for day in range(5):
        a_booking(room, author, hours(*NINE, on=TOMORROW + timedelta(days=day)))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rooms_occupancy SET blocked_during = tstzrange("
            "lower(blocked_during) + interval '1 day', upper(blocked_during) + interval '1 day')"
        )


PERIOD = "tstzrange('2026-11-27 08:00Z', '2026-11-27 09:00Z')"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("period = 'empty'", "booking_has_two_ends"),
        ("period = tstzrange(NULL, '2026-11-27 09:00Z')", "booking_has_two_ends"),
        ("period = tstzrange('2026-11-27 08:00Z', NULL)", "booking_has_two_ends"),
        ("period = tstzrange('2026-11-27 08:00Z', '2026-11-27 09:00Z', '[]')", "booking_has_two_ends"),
        ("period = tstzrange('2026-11-27 08:01Z', '2026-11-27 09:00Z')", "booking_on_quarters"),
        ("period = tstzrange('2026-11-27 08:00Z', '2026-11-27 09:00:00.5Z')", "booking_on_quarters"),
        ("period = tstzrange('2026-11-27 08:00Z', '2028-11-27 09:00Z')", "booking_a_month_at_most"),
        ("title = ''", "booking_has_a_title"),
        ("state = 'cancelled'", "booking_ended_has_its_date"),
        ("cancelled_at = now()", "booking_ended_has_its_date"),
        ("cancel_reason = 'x'", "booking_ended_has_its_date"),
        ("state = 'lost'", "booking_ended_has_its_date"),
    ],
)
def test_the_database_refuses(author: Agent, room: Room, change: str, constraint: str) -> None:
    a_booking(room, author)
    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE rooms_booking SET {change}")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("closes_at = opens_at", "opening_hours_open_before_closing"),
        ("opens_at = '08:05'", "opening_hours_on_quarters"),
        ("closes_at = '18:00:30'", "opening_hours_on_quarters"),
        ("weekday = 7", "opening_hours_known_weekday"),
        ("weekday = 0", "opening_hours_once_a_day"),
    ],
)
def test_the_database_refuses_hours(room: Room, change: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE rooms_openinghours SET {change} WHERE weekday IN (0, 1)")


def test_the_last_wall(author: Agent, colleague: Agent, room: Room) -> None:
    a_booking(room, author)
    other = Booking.objects.create(room=room, organiser=colleague, title="x", period=hours(*NINE))
    with pytest.raises(IntegrityError, match="occupancy_one_at_a_time"), transaction.atomic():
        holding.hold([other])


def test_a_room_has_its_cell(room: Room) -> None:
    assert room.cells.get().name == "Remparts"
    Room.objects.give_cell(room)
    assert Cell.objects.count() == 1
