"""The first screen: what a person came for is in it, the head stays low, the keyboard comes soon to the main action.

`make test PYTEST_FLAGS='-n 0 --log-cli-level=INFO tests/browser/test_first_screen.py'` prints the figures.
"""

import logging
from typing import NamedTuple

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from playwright.sync_api import Page, expect

from core.people.models import Agent, Project
from tests.browser.tools import DESK, PHONE, assert_no_overflow, press

logger = logging.getLogger(__name__)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_town")]
HEADER = {PHONE: 104, DESK: 112}
RUBRICS = 10
MOST_KEYS = 10


class First(NamedTuple):
    """Where the first result of a page is, and how far down it may start, in pixels."""

    path: str
    results: str
    phone: int = 560
    desk: int = 560


LISTS = [
    First("/idees/", ".idea-list > li, main li:has(> h3), main article", phone=450, desk=330),
    First("/salles/", "[data-day-grid], .day, .room-card", phone=440, desk=200),
    First("/salles/semaine/", "table tbody tr", phone=560, desk=300),
    First("/salles/mes-reservations/", "main ul.plain > li, .booking-list > li", phone=450, desk=330),
    First("/progiciels/", "main ol > li", phone=450, desk=330),
    First("/progiciels/trois-problemes/", "table.overview tbody tr", phone=450, desk=340),
    First("/progiciels/suites/", "main ul.plain > li", phone=450, desk=330),
    First("/groupe/priorites/", "main ol.plain > li", phone=450, desk=330),
    First("/espaces/", "main ul.plain > li", phone=450, desk=330),
    First("/notes/", "main ul.plain > li", phone=450, desk=330),
    First("/deliberations/", "main section ul > li", phone=450, desk=330),
    First("/veille/", "main ul.plain > li", phone=450, desk=330),
    First("/actions/", "main ul.cards > li", phone=450, desk=330),
    First("/annuaire/", "main .people > li, main ul > li", phone=450, desk=330),
    First("/annuaire/croisements/", "main table.grid tbody tr"),
    # Why each is found.
    First("/annuaire/?q=qui+sait+faire+une+carte+aux+espaces+verts", ".people > li"),
    First("/notifications/", "main ul.sheet > li"),
    First("/recherche/?q=salle", "main ol.found > li"),
    First("/groupe/", "main ul.cards > li"),
]
# The tabs of a space leave room on a phone.
SPACE = [
    First("", ".space-latest a"),
    *(First(tab, "main ul.plain > li") for tab in ("notes/", "fichiers/", "dates/", "messages/", "membres/")),
]
# Where the keyboard goes by « Aller au contenu »: the page, and its main action.
ACTIONS = [
    ("/", "a[href='/idees/proposer/']"),
    ("/idees/", "a[href='/idees/proposer/']"),
    ("/salles/trouver/", "main form :is(input, select):not([type=hidden])"),
    ("/progiciels/", "main form :is(input, select):not([type=hidden]), main ol a"),
    ("/annuaire/", "main form input:not([type=hidden])"),
    ("/deliberations/", "main form input:not([type=hidden]), main ul.cards a"),
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
def test_results_come_first_and_the_main_action_soon(open_page, carry_session, width):
    page = open_page(width)
    carry_session(page, Agent.objects.get(identifiant="agent"))
    space = Project.objects.get(name="La carte des arbres de la ville").get_absolute_url()
    lists = [*LISTS, *(first._replace(path=space + first.path) for first in SPACE if width == PHONE)]
    late = {}
    for first in lists:
        page.goto(first.path)
        header = round(page.locator("header").first.bounding_box()["height"])  # type: ignore[index]
        top, goal = top_of(page, first.results), first.phone if width == PHONE else first.desk
        logger.info("%s px %s: header %s, first result at %s (≤ %s)", width, first.path, header, top, goal)
        if header > HEADER[width] or top > goal:
            late[first.path] = (header, top)
    for path, selector in ACTIONS:
        page.goto(path)
        keys = keys_to(page, selector)
        logger.info("%s px %s: %s keys (≤ %s)", width, path, keys, MOST_KEYS)
        if keys > MOST_KEYS:
            late[f"{path}, keys"] = (keys, MOST_KEYS)
    assert not late
    # Where one is, in the head.
    page.goto("/annuaire/")
    rubrics = page.get_by_role("navigation", name="Rubriques")
    expect(rubrics.get_by_role("link", name="Annuaire")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Notifications")).to_be_in_viewport(ratio=1)
    # And where the keyboard goes: no rubric takes it half out of the row.
    rubrics.get_by_role("link").first.focus()
    for link in rubrics.get_by_role("link").all()[1:]:
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport(ratio=0.9)


def test_what_is_wide_or_long_fits_a_phone(open_page, carry_session):
    page, agent = open_page(PHONE), Agent.objects.get(identifiant="agent")
    carry_session(page, agent)
    page.goto("/annuaire/croisements/")
    head = page.locator("table.grid thead").bounding_box()
    assert head
    assert head["height"] <= 200
    page.goto("/notifications/preferences/")
    height = page.evaluate("document.documentElement.scrollHeight")
    logger.info("%s px, preferences: %s px high (≤ 2,200)", PHONE, height)
    assert height <= 2_200
    # A session is ended without scrolling aside.
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


def test_one_press_shows_every_rubric_without_a_script(open_page, carry_session):
    page = open_page(PHONE, java_script_enabled=False)
    carry_session(page, Agent.objects.get(identifiant="agent"))
    page.goto("/annuaire/")
    press(page, page.locator("summary", has_text="toutes les rubriques"))
    links = page.get_by_role("navigation", name="Rubriques").get_by_role("link")
    expect(links).to_have_count(RUBRICS)
    for link in links.all():
        expect(link).to_be_in_viewport(ratio=1)
    assert_no_overflow(page)
