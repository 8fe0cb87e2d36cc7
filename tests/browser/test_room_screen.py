"""A screen at a door or in a hall: it asks for what changes, loses touch and finds it again; nothing is cut."""

import json
from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.roles import Role
from rooms import periods
from rooms.displays import screens
from tests.browser.tools import assert_accessible
from tests.factories import AgentFactory
from tests.rooms.factories import a_booking, a_room

pytestmark = [pytest.mark.django_db(transaction=True)]
TITLE = "Comité technique des espaces verts et de la propreté urbaine"


@pytest.fixture(autouse=True)
def _morning() -> Any:
    """Ten o'clock today, whenever the test runs: sessions and cookies keep their own day."""
    ten = periods.at(timezone.localdate(), time(10))
    with time_machine.travel(ten, tick=True):
        yield


def in_quarters(first: int, last: int) -> DateTimeTZRange:
    """From ten o'clock, in quarters of an hour."""
    ten = periods.at(timezone.localdate(), time(10))
    return DateTimeTZRange(ten + first * periods.QUARTER, ten + last * periods.QUARTER)


def assert_nothing_is_cut(page: Page) -> None:
    """A screen that nobody touches cannot be scrolled; titles may end in an ellipsis."""
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.board, .now, .today, .hall')]
            .filter(box => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
            .map(box => `${box.className} ${box.scrollHeight}/${box.clientHeight}`)"""
    )
    assert not cut


def test_a_tablet_at_the_door(open_page):
    every_day = [(weekday, time(8), time(19)) for weekday in range(7)]
    room = a_room(name="Remparts", slug="remparts", floor="2e étage", hours=every_day, needs_check_in=True)
    type(room.site).objects.update(is_open_on_holidays=True)
    manager = AgentFactory.create(roles=[Role.ROOM_MANAGER])
    author = AgentFactory.create(first_name="Marie-Caroline", last_name="de La Rochefoucauld")
    door, hall = (
        screens.create(place, name="Écran", by=manager)[1].partition("/salles/")[2]
        for place in (room, room.site)
    )
    page = open_page()
    page.watch.expect_status(503)
    page.clock.install()
    page.goto(f"/salles/{door}")
    expect(page.get_by_text("Libre", exact=True)).to_be_visible()
    for quarters in range(8):
        period = in_quarters(2 * quarters, 2 * quarters + 2)
        a_booking(room, author, period, title=TITLE, created_at=timezone.now() - timedelta(days=1))
    page.clock.fast_forward(31_000)
    expect(page.get_by_text("On vous attend")).to_be_visible()
    for width, height in ((1024, 600), (600, 1024), (768, 1024)):
        page.set_viewport_size({"width": width, "height": height})
        assert_nothing_is_cut(page)
        assert_accessible(page)
    # Words that are read at three metres are some 15 mm high on a tablet of ten inches.
    assert page.locator(".word").evaluate("word => parseFloat(getComputedStyle(word).fontSize)") >= 60
    lost = page.get_by_text("Écran sans nouvelles depuis 10\u00a0h")
    expect(lost).to_be_hidden()
    page.route("**/contenu/**", lambda route: route.fulfill(status=503, body=json.dumps("")))
    page.clock.fast_forward(31_000)
    expect(lost).to_be_visible()
    assert_accessible(page)
    page.unroute("**/contenu/**")
    page.clock.fast_forward(31_000)
    expect(lost).to_be_hidden()
    page.goto(f"/salles/{hall}")
    for width, height in ((1024, 600), (600, 1024), (768, 1024)):
        page.set_viewport_size({"width": width, "height": height})
        assert_nothing_is_cut(page)
        assert_accessible(page)
    page.clock.fast_forward(21_000)
    expect(page.get_by_text("page 2 sur 2")).to_be_visible()
