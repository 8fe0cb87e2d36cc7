"""The group projects all software through the three problems, then says what is done together in one of them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent
from manuals.models import Software
from tests.browser.conftest import OpenPage
from tests.browser.tools import (
    DESK,
    PHONE,
    assert_accessible,
    assert_no_overflow,
    press,
    unfold_filters,
)
from tests.factories import DirectionFactory, member
from tests.manuals.factories import ArchivingFactory, SoftwareFactory

SignIn = Callable[[Page, Agent], None]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [DESK, PHONE])]


def project(page: Page) -> None:
    page.goto("/progiciels/")
    press(page, page.get_by_role("link", name="Les trois problèmes"))
    expect(page.get_by_role("heading", level=1, name="Les trois problèmes des progiciels")).to_be_visible()
    rows = page.get_by_role("table").first.get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Zéphyr")
    expect(rows.nth(2).get_by_role("link", name="Connu", exact=True)).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    counts = page.get_by_role("table", name="Combien de progiciels")
    right = "it.getBoundingClientRect().right"
    assert counts.evaluate(f"it => {right} < (it => {right})(it.closest('section'))")
    unfold_filters(page)
    page.get_by_label("Éditeur").select_option("Ramure")
    press(page, page.get_by_role("button", name="Filtrer"))
    expect(rows).to_have_count(2)
    press(page, rows.nth(1).get_by_role("link", name="Connu", exact=True))
    expect(page).to_have_url(re.compile("#archivage$"))
    expect(page.get_by_role("heading", level=1, name="Sève")).to_be_visible()


def say_what_is_shared(page: Page) -> None:
    press(page, page.get_by_role("main").get_by_role("link", name="Travailler ensemble"))
    press(page, page.get_by_label("C’est un outil de travail transversal"), "Space")
    press(page, page.get_by_role("button", name="Enregistrer"))
    use = page.get_by_label("Ce que l’on y fait ensemble")
    expect(use).to_be_focused()
    expect(page).to_have_title("Erreur : Travailler ensemble avec Sève – Port-Mimosa")
    page.keyboard.insert_text("On y suit les arbres à plusieurs.")
    press(page, page.get_by_label("Voirie"), "Space")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Enregistrer"))
    press(page, page.get_by_role("main").get_by_role("link", name="Travailler ensemble").first)
    expect(page.get_by_text("On y suit les arbres à plusieurs.")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)


def test_the_group_projects_the_overview(open_page: OpenPage, carry_session: SignIn, width: int) -> None:
    group = member()
    DirectionFactory.create(name="Voirie")
    ArchivingFactory.create(software=SoftwareFactory.create(name="Sève", vendor="Ramure"))
    SoftwareFactory.create(name="Zéphyr", vendor="Postillon")
    page = open_page(width)
    carry_session(page, group)
    project(page)
    say_what_is_shared(page)
    assert Software.objects.get(name="Sève").shared_by.get().name == "Voirie"
