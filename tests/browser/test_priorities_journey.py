"""Wishes become a priority, a priority an action, and the action passes the grid before it starts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press
from tests.dematerialisation.factories import PriorityFactory, WishFactory
from tests.factories import member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [DESK, PHONE])]


def looked_at(page: Page) -> None:
    assert_accessible(page)
    assert_no_overflow(page)


def test_from_a_wish_to_an_action_with_its_grid(
    open_page: OpenPage, carry_session: Callable[[Page, Agent], None], moderator: Agent, width: int
) -> None:
    page = open_page(width)
    carry_session(page, moderator)
    priority = PriorityFactory.create(name="Saisir une seule fois", rank=1)
    PriorityFactory.create(name="Imprimer moins", rank=2)
    wish = WishFactory.create(priority=priority, sentence="Ne plus retaper les bordereaux.")
    page.goto("/groupe/souhaits/")
    expect(page.get_by_text(wish.sentence, exact=True)).to_be_visible()
    looked_at(page)
    press(page, page.get_by_role("link", name="Saisir une seule fois"))
    expect(page.get_by_role("heading", level=1, name="Saisir une seule fois")).to_be_visible()
    looked_at(page)
    press(page, page.get_by_role("link", name="Créer une action"))
    expect(page.get_by_role("button", name="Créer l’action")).to_be_visible()
    looked_at(page)
    press(page, page.get_by_role("button", name="Créer l’action"))
    expect(page.get_by_text(wish.sentence).first).to_be_visible()
    press(page, page.get_by_role("link", name="Passer au filtre"))
    for value in ("Simplification", "Partage", "Rapidité"):
        page.get_by_role("group", name=value).get_by_role("radio").nth(3).check()
    for pitfall in ("Archivage fragile", "Métiers rendus inutiles"):
        page.get_by_role("group", name=pitfall).get_by_label("Rien à craindre").check()
    page.get_by_role("group", name="Relations déshumanisées").get_by_label("Le piège est là").check()
    page.get_by_role("group", name="Résultat").get_by_label("Éligible").check()
    press(page, page.get_by_role("button", name="Passer au filtre"))
    # A pitfall that is touched asks for what will be done about it.
    expect(page.get_by_text("Dites ce qui sera fait pour ne pas y tomber.").first).to_be_visible()
    looked_at(page)
    precaution = page.get_by_label("Ce qui sera fait pour éviter «\u00a0Relations déshumanisées")
    precaution.fill("Le guichet reste ouvert chaque matin.")
    press(page, page.get_by_role("button", name="Passer au filtre"))
    expect(page.get_by_text("Simplification, partage et rapidité.")).to_be_visible()
    expect(page.get_by_role("link", name="Commencer")).to_have_count(0)
    looked_at(page)
    address = page.url
    carry_session(page, member())
    page.goto(address)
    press(page, page.get_by_role("link", name="Valider le filtre"))
    expect(page.get_by_role("heading", level=1, name="Valider le filtre")).to_be_visible()
    looked_at(page)
    press(page, page.get_by_role("button", name="Valider le filtre"))
    expect(page.get_by_role("link", name="Commencer")).to_be_visible()
    looked_at(page)
    carry_session(page, moderator)
    page.goto("/groupe/priorites/")
    press(page, page.get_by_role("button", name="Monter\u00a0: Imprimer moins"))
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Imprimer moins")
    looked_at(page)
