"""The calendars that are tables, by keyboard: the week of all rooms, the month of one; « Répéter… » in place."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from rooms.models import Room
from tests.browser.tools import DESK, assert_accessible, assert_focus_shows, press, tab_to
from tests.rooms.factories import a_booking, hours, three_rooms

pytestmark = pytest.mark.django_db(transaction=True)
STOP = "table[data-cells] a[tabindex='0']"


@pytest.fixture
def agent() -> Agent:
    return Agent.objects.create_user("lea", "lea@ville.example", first_name="Léa", last_name="Roux")


@pytest.fixture
def rooms() -> list[Room]:
    return three_rooms()


def a_monday() -> datetime.date:
    """Two weeks ahead: nothing is over, nothing else is booked."""
    today = timezone.localdate()
    return today + datetime.timedelta(days=14 - today.weekday())


def where(page: Page) -> tuple[int, int, str]:
    """The row and the column of the table where the focus is, and the start that its link offers."""
    row, column, start = page.evaluate(
        """() => {
            const stop = document.activeElement, cell = stop.closest("td, th");
            return [cell.parentElement.rowIndex, cell.cellIndex, new URL(stop.href).searchParams.get("de") ?? ""];
        }"""
    )
    return row, column, start


def test_the_week_of_all_rooms_then_a_repeated_booking(open_page, carry_session, agent, rooms):
    monday = a_monday()
    a_booking(rooms[0], agent, hours("10:00", "12:00", on=monday))
    page = open_page(DESK)
    carry_session(page, agent)
    page.goto(f"/salles/semaine/?le={monday}")
    expect(page.locator(STOP)).to_have_count(1)
    tab_to(page, page.locator(STOP))
    assert where(page) == (1, 1, "08:00")
    for key, expected in (
        ("ArrowDown", (1, 1, "12:00")),
        ("ArrowDown", (2, 1, "08:00")),
        ("ArrowRight", (2, 2, "08:00")),
        ("End", (2, 7, "08:00")),
        ("ArrowRight", (2, 7, "08:00")),
        ("Home", (2, 0, "")),
        ("ArrowRight", (2, 1, "08:00")),
        ("ArrowUp", (1, 1, "12:00")),
        ("Control+Home", (0, 1, "")),
        ("Control+End", (3, 1, "08:00")),
    ):
        page.keyboard.press(key)
        assert where(page) == expected, key
    assert_focus_shows(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("la salle voisine")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("PageDown")
    assert where(page) == (3, 1, "08:00")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    form.get_by_label("Objet").fill("Chorale du personnel")
    assert_accessible(page)
    press(page, form.get_by_role("button", name="Répéter…"))
    page.wait_for_url("**/salles/serie/**")
    expect(page.get_by_label("Objet")).to_have_value("Chorale du personnel")
    expect(page.get_by_label("À partir du")).to_have_value(f"{monday + datetime.timedelta(days=7)}")
