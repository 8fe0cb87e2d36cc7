"""Columns are kept in memory for all agents: what one reads never shows in what another is sent."""

import random
import re
from collections.abc import Callable

import pytest
from django.test import Client

from core.people.models import Agent
from core.people.roles import Role
from rooms import access, permissions
from rooms.models import Attendee, Booking, RoomRight
from rooms.pages.calendar.html import section_html
from rooms.permissions import Level
from tests.factories import AgentFactory
from tests.rooms.factories import TOMORROW, a_booking, a_room, hours

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
    return agents


def shown(client: Client, page: str) -> str:
    return "".join(GRID.findall(client.get(page).text))


@pytest.mark.parametrize("seed", range(4))
def test_no_title_crosses(signed_in: Callable[[Agent], Client], seed: int) -> None:
    draw = random.Random(seed)
    agents = a_town(draw)
    clients = {agent: signed_in(agent) for agent in agents}
    asked = [(agent, page) for agent in agents for page in PAGES]
    alone = {}
    for agent, page in asked:
        section_html.cache_clear()
        alone[agent, page] = shown(clients[agent], page)
    section_html.cache_clear()
    for agent, page in draw.sample(asked * 3, len(asked) * 3):
        assert shown(clients[agent], page) == alone[agent, page]
    assert section_html.cache_info().hits
    for agent in agents:
        permissions.levels_of(agent, fresh=True)
        readable = {booking.title for booking in Booking.objects.all() if access.can_see(agent, booking)}
        assert set(re.findall(r"Secret\d+", alone[agent, PAGES[0]])) == readable
