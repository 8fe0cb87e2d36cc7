"""Each action against another of its kind, or against a booking: real threads, real commits."""

import random
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.mail.models import OutgoingMail
from core.people.models import Agent
from core.people.roles import Role
from rooms.attendees import actions as attending
from rooms.availability import occupancy as holding
from rooms.bookings import actions
from rooms.bookings.locking import Moved
from rooms.closures import actions as closing
from rooms.models import Attendee, Booking, Closure, Occupancy, Room
from rooms.querysets import Level
from rooms.requests import actions as requests
from rooms.series.actions import change_series, give_series
from rooms.series.change import Scope
from tests.factories import AgentFactory
from tests.rooms.factories import a_booking, a_room, changed, hours
from tests.rooms.series.factories import TUESDAY, a_change, a_series, nth, weekly

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8
MOVED = Moved().message
NINE, MORNING = hours("09:00", "10:00"), hours("08:00", "12:00")


@pytest.fixture
def raced(together: Callable[..., list[Any]]) -> Callable[..., list[str]]:
    """What each gave: « done », or the words of its refusal; anything else fails the test."""

    def said(result: Any) -> str:
        if isinstance(result, ValidationError):
            return " ".join(result.messages)
        if isinstance(result, PermissionDenied):
            return str(result)
        assert not isinstance(result, Exception), result
        return "done"

    return lambda *calls: [said(result) for result in together(*calls)]


def test_the_whole_against_its_parts(raced):
    """And several rooms in one booking, in any order: no overlap, no deadlock, none refused for nothing."""
    parts = [a_room(name="Conseil A", slug="a"), a_room(name="Conseil B", slug="b")]
    whole = a_room(name="Conseil", slug="conseil")
    whole.cells.set([part.cells.get() for part in parts])
    agents = [AgentFactory.create() for _ in range(THREADS)]
    periods = [hours(f"{hour:02}:00", f"{hour + 1:02}:00") for hour in range(9, 15)]
    wishes: list[list[Room]] = [[whole], [parts[0]], [parts[1]], parts, parts[::-1]]

    def book_all(agent: Agent) -> Callable[[], list[str]]:
        def run() -> list[str]:
            said = []
            for period in random.sample(periods, len(periods)):
                room, *others = random.choice(wishes)
                try:
                    actions.book(room, by=agent, period=period, title="x", other_rooms=others)
                except ValidationError as refusal:
                    said += refusal.messages
            refusals.extend(said)
            return said

        return run

    refusals: list[str] = []
    assert set(raced(*(book_all(agent) for agent in agents))) == {"done"}
    assert all("est déjà réservée" in words for words in refusals)
    assert not any("vient de la prendre" in words for words in refusals)
    assert len(refusals) + Booking.objects.count() == THREADS * len(periods)
    # Each hour has someone, and no booking stands without all its cells.
    assert {booking.period for booking in Booking.objects.all()} == set(periods)
    for booking in Booking.objects.all():
        wanted = {cell for room in booking.all_rooms for cell in room.cells.all()}
        assert {occupancy.cell for occupancy in booking.occupancies.select_related("cell")} == wanted


def test_a_request_is_answered_once(raced):
    room, asker = a_room(everyone_may=Level.ASK), AgentFactory.create()
    managers = [AgentFactory.create(roles=[Role.ROOM_MANAGER]) for _ in range(4)]
    booking = actions.book(room, by=asker, period=NINE, title="x")
    said = raced(
        *(partial(requests.accept, booking, by=agent) for agent in managers[:2]),
        *(partial(requests.decline, booking, by=agent, reason="x") for agent in managers[2:]),
        partial(actions.cancel, booking, by=asker),
    )
    booking.refresh_from_db()
    answered = [words for words in said[:4] if words == "done"]
    # Its author may still cancel what was accepted.
    assert len(answered) == 1 or (not answered and booking.state == "cancelled")
    assert Occupancy.objects.count() == (1 if booking.state == "confirmed" else 0)


def test_a_closure_against_bookings(raced):
    """Either the booking came first and was bumped knowingly or the action refused; or it found the room closed."""
    room, elsewhere = a_room(), a_room()
    manager = AgentFactory.create(roles=[Role.ROOM_MANAGER])
    agents = [AgentFactory.create() for _ in range(5)]
    standing = a_booking(room, agents[0])

    def close() -> None:
        decisions = {standing.reference: elsewhere}
        closing.close(by=manager, period=MORNING, reason="Vote", room=room, decisions=decisions)

    said = raced(
        close,
        *(
            lambda agent=agent, hour=hour: actions.book(
                room, by=agent, period=hours(f"{hour:02}:00", f"{hour + 1:02}:00"), title="x"
            )
            for hour, agent in enumerate(agents[1:], 10)
        ),
    )
    inside = Booking.objects.holding().filter(room=room, period__overlap=MORNING)
    if said[0] == "done":
        assert not inside.exists()
        standing.refresh_from_db()
        assert standing.room == elsewhere
        assert all("est fermée" in words for words in said[1:3])
    else:
        assert "entre-temps" in said[0]
        assert not Closure.objects.exists()
        assert inside.filter(pk=standing.pk).exists()


def test_a_closure_that_bumps_several_rooms_locks_them_in_order(raced):
    """What it cancels holds rooms that it does not close: whoever moves between these waits, and none deadlocks."""
    rooms = [a_room() for _ in range(3)]
    manager, agent = AgentFactory.create(roles=[Role.ROOM_MANAGER]), AgentFactory.create()
    for turn in range(8):
        together = a_booking(rooms[2], agent, hours("09:00", "10:00"))
        together.other_rooms.set([rooms[0]])
        holding.move([together])
        alone = a_booking(rooms[0], agent, hours("11:00", "12:00"))

        def close(reference: str = together.reference) -> Closure:
            decisions = {reference: None}
            return closing.close(by=manager, period=NINE, reason="Vote", room=rooms[2], decisions=decisions)

        def move(booking: Booking = alone) -> Booking:
            return changed(booking, room=rooms[2])

        assert raced(close, move) == ["done", "done"], turn
        Booking.objects.all().delete()
        Closure.objects.all().delete()


def test_changes_and_cancellations_of_one_booking(raced):
    room, other = a_room(), a_room()
    agent, manager = AgentFactory.create(), AgentFactory.create(roles=[Role.ROOM_MANAGER])
    booking = a_booking(room, agent)

    def to(target: Room, start: str, end: str, by: Agent) -> Callable[[], Any]:
        return lambda: changed(booking, by, room=target, period=hours(start, end), reason="x")

    said = raced(
        to(other, "09:00", "10:00", agent),
        to(room, "10:00", "11:00", manager),
        to(other, "14:00", "15:00", manager),
        to(room, "11:00", "12:00", agent),
    )
    assert set(said) <= {"done", MOVED}
    booking.refresh_from_db()
    [held] = booking.occupancies.all()
    assert (held.cell, held.blocked_during) == (booking.room.cells.get(), booking.period)
    said = raced(
        lambda: actions.cancel(booking, by=agent),
        lambda: actions.cancel(booking, by=manager, reason="x"),
        to(room, "16:00", "17:00", agent),
    )
    assert "done" in said
    booking.refresh_from_db()
    # Where it moved first, those who would cancel it are told to look again.
    assert booking.is_cancelled or said[:2] == [MOVED, MOVED]
    assert Occupancy.objects.count() == (0 if booking.is_cancelled else 1)


def test_a_series_is_given_while_it_changes(raced):
    """Whichever comes first, all the dates to come are one person's, and so is the series."""
    room = a_room()
    author, heir = AgentFactory.create(), AgentFactory.create()
    manager = AgentFactory.create(roles=[Role.ROOM_MANAGER])
    for turn in range(6):
        series = a_series(room, author, rule=weekly(4), first_date=TUESDAY + timedelta(days=28 * turn))
        later, renamed = a_change(series, starts_at=600, ends_at=660), a_change(series, title="Autre")
        said = raced(
            partial(give_series, series, to=heir, by=manager),
            partial(change_series, nth(series, 1), renamed, by=manager, scope=Scope.FOLLOWING, reason="x"),
            partial(change_series, nth(series, 0), later, by=manager, scope=Scope.ALL, reason="x"),
        )
        assert set(said) <= {"done", MOVED}, said
        for date in Booking.objects.filter(series__isnull=False).select_related("series"):
            assert date.series
            assert date.organiser_id == date.series.organiser_id


def test_one_form_sent_at_once_by_two_clicks(together):
    room, agent, key = a_room(), AgentFactory.create(), uuid.uuid4()
    click = partial(actions.book, room, by=agent, period=NINE, title="x", submission_key=key)
    [_] = {booking.pk for booking in together(*[click] * 8)}


def test_bookings_exchanged_between_rooms_never_deadlock(together):
    """Each thread moves a booking to the other room and back, locking both rooms."""
    rooms = [a_room(), a_room()]
    bookings = [
        a_booking(rooms[number % 2], AgentFactory.create(), hours(f"{10 + number}:00", f"{11 + number}:00"))
        for number in range(4)
    ]

    def move(booking: Booking) -> None:
        for turn in range(6):
            changed(booking, room=rooms[turn % 2])

    assert together(*(partial(move, booking) for booking in bookings)) == [None] * 4
    assert Occupancy.objects.count() == 4


def test_invited_once_and_never_after_the_end(room, author, colleague, room_manager, together):
    booking = actions.book(room, by=author, period=hours("10:00", "11:00"), title="Réunion")

    def invite(by: Agent) -> int:
        return len(attending.invite(booking, by=by, agents=[colleague], addresses=["a@x.example"]))

    new = together(*(lambda by=by: invite(by) for by in (author, room_manager, author)))
    assert sorted(new) == [0, 0, 2]
    assert Attendee.objects.count() == OutgoingMail.objects.filter(kind="rooms.invited").count() == 2

    other = actions.book(room, by=author, period=hours("14:00", "15:00"), title="Réunion")

    def late() -> bool:
        try:
            attending.invite(other, by=author, agents=[colleague])
        except ValidationError:
            return False
        return True

    was_invited, _ = together(late, lambda: actions.cancel(Booking.objects.get(pk=other.pk), by=author))
    ends = OutgoingMail.objects.filter(kind="rooms.invitation_ended", object_id=other.pk)
    assert ends.count() == was_invited
