"""What a person came for stands in the first screen: pixels, and keys from the top of a page.

`make test PYTEST_FLAGS='-n 0 --log-cli-level=INFO tests/browser/test_first_screen.py'` prints the figures.
"""

import logging
from collections.abc import Callable
from typing import NamedTuple

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from playwright.sync_api import Page

from core.people.models import Agent, Project
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE

logger = logging.getLogger(__name__)
CarrySession = Callable[[Page, Agent], None]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_town")]
HEADER = {PHONE: 104, DESK: 112}


class First(NamedTuple):
    """Where the first result of a page is, and how far down it may start, in pixels."""

    path: str
    results: str
    phone: int = 560
    desk: int = 560


LISTS = [
    First("/idees/", ".idea-list > li, main li:has(> h3), main article"),
    First("/salles/", "[data-day-grid], .day, .room-card", phone=440, desk=200),
    First("/salles/semaine/", "table tbody tr", phone=560, desk=300),
    First("/salles/mes-reservations/", "main li"),
    First("/progiciels/", "main ol > li"),
    First("/deliberations/", "main section ul > li"),
    First("/annuaire/", "main .people > li, main ul > li"),
    First("/annuaire/croisements/", "main table.grid tbody tr"),
    First("/notifications/", "main ul.sheet > li"),
    First("/recherche/?q=salle", "main ol.found > li"),
    First("/groupe/", "main ul.cards > li"),
]


def top_of(page: Page, selector: str) -> int:
    """The distance of the first visible element from the top of the page."""
    found: int | None = page.evaluate(
        """selector => {
            const shown = [...document.querySelectorAll(selector)]
                .filter(one => one.checkVisibility() && !one.closest('form, nav, header, details:not([open])'));
            return shown.length ? Math.round(shown[0].getBoundingClientRect().top + scrollY) : null;
        }""",
        selector,
    )
    assert found is not None, f"{selector} shows nothing on {page.url}"
    return found


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_results_come_first(open_page: OpenPage, carry_session: CarrySession, width: int) -> None:
    page = open_page(width)
    carry_session(page, Agent.objects.get(identifiant="agent"))
    late = {}
    for first in LISTS:
        page.goto(first.path)
        header = round(page.locator("header").first.bounding_box()["height"])  # type: ignore[index]
        top, goal = top_of(page, first.results), first.phone if width == PHONE else first.desk
        logger.info("%s px %s: header %s, first result at %s (≤ %s)", width, first.path, header, top, goal)
        if header > HEADER[width] or top > goal:
            late[first.path] = (header, top)
    assert not late


SPACE = [
    First("", ".space-latest a"),
    First("notes/", "main ul.plain > li"),
    First("fichiers/", "main ul.plain > li"),
    First("dates/", "main ul.plain > li"),
    First("messages/", "main ul.plain > li"),
    First("membres/", "main ul.plain > li"),
]


def test_the_tabs_of_a_space_leave_room_on_a_phone(open_page: OpenPage, carry_session: CarrySession) -> None:
    page = open_page(PHONE)
    carry_session(page, Agent.objects.get(identifiant="agent"))
    space = Project.objects.get(name="La carte des arbres de la ville").get_absolute_url()
    late = {}
    for first in SPACE:
        page.goto(space + first.path)
        top = top_of(page, first.results)
        logger.info("%s px %s: first result at %s (≤ %s)", PHONE, first.path, top, first.phone)
        if top > first.phone:
            late[first.path] = top
    assert not late


def test_the_heads_of_the_grid_are_read_on_a_phone(open_page: OpenPage, carry_session: CarrySession) -> None:
    page = open_page(PHONE)
    carry_session(page, Agent.objects.get(identifiant="agent"))
    page.goto("/annuaire/croisements/")
    head = page.locator("table.grid thead").bounding_box()
    assert head
    assert head["height"] <= 200


def test_a_session_is_ended_without_scrolling_aside(open_page: OpenPage, carry_session: CarrySession) -> None:
    page, agent = open_page(PHONE), Agent.objects.get(identifiant="agent")
    carry_session(page, agent)
    for _ in range(2):
        client = Client()
        client.force_login(agent)
        key = client.session.session_key
        UserSession.objects.create(
            user=agent, session_key=key, ip="192.168.100.200", user_agent="Firefox, Windows"
        )
    page.goto("/compte/sessions/")
    end = page.get_by_role("button", name="Terminer la session").first.bounding_box()
    assert end
    assert end["x"] + end["width"] <= PHONE


# Where the keyboard goes by « Aller au contenu »: the page, and its main action.
ACTIONS = [
    ("/", "a[href='/idees/proposer/']"),
    ("/idees/", "a[href='/idees/proposer/']"),
    ("/salles/trouver/", "main form :is(input, select):not([type=hidden])"),
    ("/progiciels/", "main form :is(input, select):not([type=hidden]), main ol a"),
    ("/annuaire/", "main form input:not([type=hidden])"),
    ("/deliberations/", "main form input:not([type=hidden]), main ul.cards a"),
]
MOST_KEYS = 10


def keys_to(page: Page, selector: str) -> int:
    """How many keys lead from the top of the page to the first element of the selector, the skip link included."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for keys in range(2, 40):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return keys
        page.keyboard.press("Tab")
    return 40


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_keyboard_comes_soon_to_the_main_action(
    open_page: OpenPage, carry_session: CarrySession, width: int
) -> None:
    page = open_page(width)
    carry_session(page, Agent.objects.get(identifiant="agent"))
    late = {}
    for path, selector in ACTIONS:
        page.goto(path)
        keys = keys_to(page, selector)
        logger.info("%s px %s: %s keys (≤ %s)", width, path, keys, MOST_KEYS)
        if keys > MOST_KEYS:
            late[path] = keys
    assert not late


def test_the_preferences_are_short_on_a_phone(open_page: OpenPage, carry_session: CarrySession) -> None:
    page = open_page(PHONE)
    carry_session(page, Agent.objects.get(identifiant="agent"))
    page.goto("/notifications/preferences/")
    height = page.evaluate("document.documentElement.scrollHeight")
    logger.info("%s px, preferences: %s px high (≤ 2,200)", PHONE, height)
    assert height <= 2_200
