"""What each rule refuses, to whom, and with which code; many rooms and dates asked about at once."""

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.people.models import Agent
from core.people.roles import Role
from rooms import periods, policies
from rooms.availability import rules
from rooms.bookings import actions
from rooms.models import Booking, Closure, Room, RoomRight, Site
from rooms.querysets import Level
from tests.factories import AgentFactory, DirectionFactory
from tests.rooms.factories import TODAY, TOMORROW, a_booking, a_room, changed, hours

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
CHRISTMAS = date(2026, 12, 25)


def code_of(room: Room, by: Agent, period: Any, **given: Any) -> str:
    """The code of the refusal, or nothing."""
    try:
        rules.check_period(room, period, by=by, **given)
    except ValidationError as error:
        [errors] = error.error_dict.values()
        return str(errors[0].code)
    return ""


RULES = [
    ({}, hours("09:00", "10:00"), "", ""),
    ({"everyone_may": Level.TAKEN}, hours("09:00", "10:00"), "no_right", ""),
    ({"everyone_may": Level.TITLES}, hours("09:00", "10:00"), "no_right", ""),
    ({"everyone_may": Level.ASK}, hours("09:00", "10:00"), "", ""),
    ({"is_bookable": False}, hours("09:00", "10:00"), "not_bookable", "not_bookable"),
    ({"notice_hours": 24}, hours("09:00", "10:00"), "too_soon", ""),
    ({"notice_hours": 24}, hours("10:00", "11:00"), "", ""),
    ({"ahead_days": 3}, hours("09:00", "10:00", on=MONDAY), "too_far", ""),
    ({"ahead_days": 4}, hours("09:00", "10:00", on=MONDAY), "", ""),
    ({"ahead_days": 0}, hours("11:00", "12:00", on=TODAY), "", ""),
    ({"longest_minutes": 60}, hours("09:00", "10:15"), "too_long", ""),
    ({"longest_minutes": 60}, hours("09:00", "10:00"), "", ""),
    ({"person_quota_minutes": 120}, hours("09:00", "11:15"), "quota", ""),
    ({"direction_quota_minutes": 0}, hours("09:00", "09:15"), "quota", ""),
    ({}, hours("07:00", "08:00"), "out_of_hours", ""),
    ({}, hours("18:00", "00:00", until=TOMORROW + timedelta(days=1)), "out_of_hours", ""),
    ({}, hours("09:00", "10:00", on=date(2026, 11, 28)), "closed", ""),
    ({}, hours("09:00", "10:00", until=MONDAY), "several_days", ""),
    ({}, hours("09:00", "10:00", until=date(2027, 1, 4)), "several_days", "too_long"),
    ({}, hours("09:00", "10:00", on=CHRISTMAS), "holiday", ""),
    ({}, hours("09:00", "10:00", on=date(2027, 11, 27)), "beyond_horizon", "beyond_horizon"),
    ({}, hours("09:00", "10:00", on=TODAY), "past", "past"),
]


def test_each_rule(author, room_manager, case):
    for fields, period, agent_s, manager_s in RULES:
        with case(fields, period, agent_s, manager_s):
            room = a_room(**fields)
            assert code_of(room, author, period) == agent_s
            assert code_of(room, room_manager, period) == manager_s
            # Whoever keeps this room alone books it as whoever keeps them all.
            keeper = AgentFactory.create()
            RoomRight.objects.create(room=room, direction=keeper.direction, level=Level.MANAGE)
            assert code_of(room, keeper, period) == manager_s


def test_what_stands_beyond_the_horizon_may_change_rooms(author, room_manager, room, other_room):
    """A date of a series from midnight to midnight: its day is the town's, not that of universal time."""
    far = a_booking(room, author, periods.whole_day(date(2027, 12, 30)))
    far.refresh_from_db()
    moved = changed(far, by=room_manager, room=other_room, reason="x")
    assert moved.room == other_room


def test_a_site_may_be_open_on_holidays(author, room):
    Site.objects.update(is_open_on_holidays=True)
    room = Room.objects.select_related("site").get(pk=room.pk)
    assert code_of(room, author, hours("09:00", "10:00", on=CHRISTMAS)) == ""


def test_notice_is_in_hours_that_elapse(author):
    """A day’s notice over the night of the clocks, which has 23 hours."""
    sunday = date(2027, 3, 28)
    room = a_room(notice_hours=24, hours=[(6, time(8), time(19))])
    with time_machine.travel("2027-03-27T09:00Z", tick=False):
        assert code_of(room, author, hours("10:45", "11:45", on=sunday)) == "too_soon"
        assert code_of(room, author, hours("11:00", "12:00", on=sunday)) == ""


SCOPES = ["room", "site", "all", "part"]


@pytest.mark.parametrize("scope", SCOPES)
def test_closures_hold_for_all(author, room_manager, room, other_room, scope):
    """Of a divided room, the whole is closed with its part; a room of another site stays open."""
    part = a_room(name="Remparts A", slug="remparts-a", site=Site.objects.create(name="Est", slug="est"))
    part.cells.set(room.cells.all())
    closure = Closure.objects.create(
        room={"room": room, "part": part}.get(scope),
        site=room.site if scope == "site" else None,
        period=hours("10:00", "12:00"),
        reason="Vote",
        created_by=room_manager,
    )
    for agent in (author, room_manager):
        assert code_of(room, agent, hours("11:00", "13:00")) == "closure"
        assert code_of(room, agent, hours("12:00", "13:00")) == ""
        assert code_of(other_room, agent, hours("11:00", "13:00")) == (
            "closure" if scope in ("site", "all") else ""
        )
    Closure.objects.filter(pk=closure.pk).update(lifted_at=closure.created_at)
    assert code_of(room, author, hours("11:00", "13:00")) == ""


def test_a_quota_counts_the_week_of_its_own(author, colleague, outsider):
    room, other = a_room(person_quota_minutes=120, direction_quota_minutes=180), a_room()
    a_booking(room, author, hours("09:00", "10:30"))
    a_booking(other, author, hours("14:00", "18:00"))
    a_booking(room, author, hours("09:00", "11:00", on=MONDAY))
    also = a_booking(other, author, hours("11:00", "11:15"))
    also.other_rooms.add(room)
    period = hours("16:00", "16:30")
    assert code_of(room, author, period) == "quota"
    assert code_of(room, author, period, but=[also]) == ""
    assert code_of(room, author, hours("16:00", "16:15")) == ""
    # Their direction has used 105 of its 180 minutes, another none.
    assert code_of(room, colleague, hours("15:00", "16:15")) == ""
    assert code_of(room, colleague, hours("15:00", "16:30")) == "quota"
    assert code_of(room, outsider, hours("15:00", "17:00")) == ""
    # Typed by someone else, it is the organiser's quota.
    assert code_of(room, outsider, period, organiser=author) == "quota"


# Whether they may ask, book and manage; a service's agent has the direction's rights.
PEOPLE = {
    "nobody": ({}, (False, False, False)),
    "service": ({"direction"}, (True, False, False)),
    "role": ({Role.GROUP_HEAD}, (True, True, False)),
    "both": ({Role.COUNCIL_SECRETARY, "direction"}, (True, True, True)),
    "half": ({Role.COUNCIL_SECRETARY}, (False, False, False)),
}


@pytest.mark.parametrize("person", PEOPLE)
def test_rights_by_role_and_direction(person):
    """A direction's right is its services' too; a right for a role and a direction is for who has both."""
    direction = DirectionFactory.create(name="Culture")
    service = DirectionFactory.create(name="Théâtre", kind="service", parent=direction)
    room = a_room(everyone_may=Level.TITLES)
    RoomRight.objects.create(room=room, direction=direction, level=Level.ASK)
    RoomRight.objects.create(room=room, role=Role.GROUP_HEAD, level=Level.BOOK)
    RoomRight.objects.create(room=room, role=Role.COUNCIL_SECRETARY, direction=direction, level=Level.MANAGE)
    has, expected = PEOPLE[person]
    given = {"direction": service} if "direction" in has else {}
    agent = AgentFactory.create(roles=[*set(has) - {"direction"}], **given)
    found = tuple(may(agent, room) for may in (policies.can_ask, policies.can_book, policies.can_manage_room))
    assert found == expected
    assert policies.must_ask(agent, room) == (expected[:2] == (True, False))


def test_many_rooms_and_dates_in_five_statements(author, room_manager):
    rooms = [a_room(person_quota_minutes=180) for _ in range(4)]
    Closure.objects.create(
        room=rooms[1], period=hours("08:00", "19:00", on=MONDAY), reason="Vote", created_by=room_manager
    )
    days = [TOMORROW, MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2), CHRISTMAS]
    rooms = list(Room.objects.select_related("site").order_by("pk"))
    # As a request has them.
    author = Agent.objects.with_roles().get(pk=author.pk)
    counts = []
    for number, dates in ((1, days[:1]), (4, days)):
        with CaptureQueriesContext(connection) as statements:
            asked = [hours("09:00", "10:15", on=day) for day in dates]
            found = rules.obstacles(rooms[:number], asked, by=author)
        counts.append(len(statements))
    assert max(counts) <= 5
    codes = [{rooms.index(Room(pk=pk)): refusal.code for pk, refusal in on.items()} for on in found]
    assert codes == [
        {},
        {1: "closure"},
        {},
        # The week's third would be 225 of 180 minutes; the closed Monday took nothing from its room.
        {0: "quota", 2: "quota", 3: "quota"},
        {0: "holiday", 1: "holiday", 2: "holiday", 3: "holiday"},
    ]
    assert rules.obstacles([], [], by=author) == []


def test_twenty_statements_at_most_to_book(author, room):
    actions.book(room, by=author, period=hours("14:00", "15:00"), title="x")
    agent, room = Agent.objects.with_roles().get(pk=author.pk), Room.objects.get(pk=room.pk)
    with CaptureQueriesContext(connection) as statements:
        actions.book(room, by=agent, period=hours("09:00", "10:00"), title="x")
    assert len(statements) <= 20, "\n".join(row["sql"][:300] for row in statements.captured_queries)
    assert Booking.objects.count() == 2
