"""The rows of a day are cached for all agents: what one reads never shows in what another is sent."""

import random
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from core.people.models import Agent
from core.people.roles import Role
from rooms import policies, querysets
from rooms.availability import occupancy
from rooms.models import Attendee, Booking, Closure, Equipment, Room, RoomProblem, RoomRight
from rooms.pages.calendar import days, rows
from rooms.querysets import Level
from tests.factories import AgentFactory
from tests.rooms.factories import TOMORROW, a_booking, a_room, hours, series_of

pytestmark = pytest.mark.django_db
PAGES = (f"/salles/?site=tous&le={TOMORROW}", f"/salles/salle/salle-1/semaine/?le={TOMORROW}")
GRID = re.compile(r"<section class=\"room.*</section>", re.DOTALL)
SLOTS = [(f"{hour:02}:00", f"{hour + 1:02}:00") for hour in range(8, 18)]


def a_town(draw: random.Random) -> list[Agent]:
    """Agents of several directions, roles and rights; bookings of each kind in rooms of each level."""
    agents = [AgentFactory.create(first_name=f"P{number}") for number in range(5)]
    agents.append(AgentFactory.create(roles=[Role.ROOM_MANAGER]))
    rooms = [
        a_room(name=f"Salle {n}", slug=f"salle-{n}", everyone_may=draw.choice([*Level][:4])) for n in range(5)
    ]
    for room in draw.sample(rooms, 3):
        level = draw.choice([Level.TITLES, Level.MANAGE])
        RoomRight.objects.create(room=room, direction=draw.choice(agents).direction, level=level)
    for number, room in enumerate(rooms * 6):
        period = hours(*SLOTS[number // len(rooms)], on=TOMORROW)
        fields = {"title": f"Secret{number:03}", "is_private": draw.random() < 0.5}
        booking = a_booking(room, draw.choice(agents), period, **fields)
        if draw.random() < 0.3:
            Attendee.objects.create(booking=booking, agent=draw.choice(agents))
        if draw.random() < 0.2:
            booking.other_rooms.add(draw.choice(rooms))
    return agents


def forget() -> None:
    days._rows_of_day.cache_clear()


def shown(client: Client, page: str) -> str:
    return "".join(GRID.findall(client.get(page).text))


@pytest.mark.parametrize("seed", range(4))
def test_no_title_crosses(signed_in, seed):
    draw = random.Random(seed)
    agents = a_town(draw)
    clients = {agent: signed_in(agent) for agent in agents}
    asked = [(agent, page) for agent in agents for page in PAGES]
    alone = {}
    for agent, page in asked:
        forget()
        alone[agent, page] = shown(clients[agent], page)
    forget()
    for agent, page in draw.sample(asked * 3, len(asked) * 3):
        assert shown(clients[agent], page) == alone[agent, page]
    assert days._rows_of_day.cache_info().hits
    for agent in agents:
        querysets.levels_of(agent, fresh=True)
        readable = {booking.title for booking in Booking.objects.all() if policies.can_see(agent, booking)}
        assert set(re.findall(r"Secret\d+", alone[agent, PAGES[0]])) == readable


def tell(booking: Booking, **fields: object) -> None:
    Booking.objects.filter(pk=booking.pk).update(**fields)


def move(booking: Booking) -> None:
    booking.period = hours("18:00", "19:00", on=TOMORROW)
    booking.save()
    occupancy.move([booking])


# Each changes what the day shows to somebody; the page is then as if it had never been kept.
CHANGES: dict[str, Callable[[Booking, Agent], object]] = {
    "title": lambda booking, agent: tell(booking, title="Secret999"),
    "private": lambda booking, agent: tell(booking, is_private=True),
    "organiser": lambda booking, agent: tell(booking, organiser=agent),
    "typed by": lambda booking, agent: tell(booking, booked_by=agent),
    "moved": lambda booking, agent: move(booking),
    "released": lambda booking, agent: occupancy.release([booking]),
    "deleted": lambda booking, agent: (occupancy.release([booking]), booking.delete()),
    "invited": lambda booking, agent: Attendee.objects.create(booking=booking, agent=agent),
    "invited to the series": lambda booking, agent: Attendee.objects.create(
        series=booking.series, agent=agent
    ),
    "another room": lambda booking, agent: booking.other_rooms.add(a_room(name="Autre")),
    "their name": lambda booking, agent: Agent.objects.update(last_name="Nouveau"),
    "their right": lambda booking, agent: RoomRight.objects.create(
        room=booking.room, direction=agent.direction, level=Level.MANAGE
    ),
    "of everyone": lambda booking, agent: Room.objects.update(everyone_may=Level.TAKEN),
    "equipment": lambda booking, agent: booking.room.equipment.add(Equipment.objects.create(name="Écran")),
    "broken": lambda booking, agent: RoomProblem.objects.create(
        room=booking.room, words="Cassé", reported_by=agent
    ),
    "hours": lambda booking, agent: booking.room.opening_hours.all().delete(),
    "closed": lambda booking, agent: Closure.objects.create(
        room=booking.room, period=hours("12:00", "14:00", on=TOMORROW), reason="Travaux", created_by=agent
    ),
    "site": lambda booking, agent: type(booking.room.site).objects.update(is_open_on_holidays=True),
}


def test_every_table_that_is_kept_notes_its_changes():
    """For a table that a statement will read one day: without its trigger, a page would not show what changes there."""
    asked = " ".join((rows.ROOMS, rows.HELD, str(Closure.objects.with_closed(Room(pk=1)).query)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'calendar_change%'"
        )
        noted = {table for (table,) in cursor.fetchall()}
    # Three more, which the version before reads: it must still see them after a way back.
    assert noted - {"rooms_site", "rooms_layout", "rooms_attendee"} == set(
        re.findall(r"\b(?:rooms|people)_\w+", asked)
    )


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_shows_at_once(signed_in, name):
    room = a_room(name="Salle 1", slug="salle-1", everyone_may=Level.TITLES)
    organiser, agent = AgentFactory.create(), AgentFactory.create()
    fields = {"title": "Secret001", "is_private": name.startswith(("invited", "their right", "organiser"))}
    booking = a_booking(room, organiser, hours("09:00", "10:00", on=TOMORROW), **fields)
    if name == "invited to the series":
        series = series_of(room, organiser, title="Secret001", is_private=True)
        booking.series, booking.series_date = series, TOMORROW
        booking.save()
    client = signed_in(agent)
    forget()
    before = shown(client, PAGES[0])
    CHANGES[name](booking, agent)
    after = shown(client, PAGES[0])
    forget()
    assert after == shown(client, PAGES[0])
    assert after != before or name == "site"
