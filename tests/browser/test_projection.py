"""The arrows lead from one projected idea to the next."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from suggestions.states import State
from tests.browser.tools import press
from tests.suggestions.factories import criterion_of_the_grid, evaluated, idea_in


@pytest.mark.django_db(transaction=True)
def test_ideas_are_turned_by_the_arrows(open_page, carry_session, moderator):
    criterion_of_the_grid()
    for title in ("La première", "La seconde"):
        evaluated(idea_in(State.UNDER_STUDY, title=title, followed_by=moderator))
    page = open_page()
    carry_session(page, moderator)
    page.goto("/idees/reunions/preparer/")
    page.get_by_label("Jour").fill(f"{timezone.localdate() + timedelta(days=2)}")
    page.get_by_label("Heure").fill("14:30")
    page.get_by_role("button", name="Préparer la réunion").click()
    page.locator("summary", has_text="Ouvrir avant le jour prévu").click()
    page.get_by_role("button", name="Ouvrir la réunion").click()
    press(page, page.get_by_role("link", name="Projeter"))
    expect(page.get_by_text("1 sur 2")).to_be_visible()
    for key, place in (("ArrowRight", 2), ("ArrowLeft", 1), ("PageDown", 2), ("PageUp", 1), ("ArrowLeft", 1)):
        # Once the page's script has run.
        page.wait_for_load_state()
        page.keyboard.press(key)
        expect(page.get_by_text(f"{place} sur 2")).to_be_visible()
    # With a modifier the key is the browser's own.
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_text("1 sur 2")).to_be_visible()
