"""The head of every page: low on a phone, every rubric behind one press, without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_no_overflow, press
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db(transaction=True)
RUBRICS = 10
LOWEST = 104


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_head_is_low_and_shows_where_one_is(
    open_page: OpenPage, carry_session: Callable[[Page, Agent], None], width: int
) -> None:
    page = open_page(width)
    carry_session(page, AgentFactory.create())
    page.goto("/annuaire/")
    box = page.locator(".masthead").bounding_box()
    assert box
    assert box["height"] <= LOWEST
    rubrics = page.get_by_role("navigation", name="Rubriques")
    expect(rubrics.get_by_role("link", name="Annuaire")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Notifications")).to_be_in_viewport(ratio=1)


def test_one_press_shows_every_rubric_without_a_script(
    open_page: OpenPage, carry_session: Callable[[Page, Agent], None]
) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    carry_session(page, AgentFactory.create())
    page.goto("/annuaire/")
    press(page, page.locator("summary", has_text="toutes les rubriques"))
    links = page.get_by_role("navigation", name="Rubriques").get_by_role("link")
    expect(links).to_have_count(RUBRICS)
    for link in links.all():
        expect(link).to_be_in_viewport(ratio=1)
    assert_no_overflow(page)
