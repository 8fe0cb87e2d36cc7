"""The door, by the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent
from tests.browser.conftest import OpenPage
from tests.browser.tools import (
    DESK,
    PHONE,
    assert_accessible,
    assert_no_overflow,
    my_space_link,
    press,
    sign_out,
    tab_to,
    write,
)
from tests.factories import AgentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [DESK, PHONE])]


def test_in_and_out(open_page: OpenPage, sign_in: Callable[[Page, Agent], None], width: int) -> None:
    agent = AgentFactory.create(first_name="Nadia", last_name="Benali")
    page = open_page(width)
    page.goto("/")
    expect(page).to_have_url("/compte/connexion/?next=/")
    sign_in(page, agent)
    assert_no_overflow(page)
    sign_out(page)
    expect(page).to_have_url("/compte/connexion/")
    page.goto("/")
    expect(page.get_by_role("heading", level=1, name="Bonjour !")).to_be_visible()


def test_the_first_stop_skips_to_the_contents(open_page: OpenPage, width: int) -> None:
    page = open_page(width)
    page.goto("/compte/connexion/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Identifiant ou adresse de messagerie")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_wrong_password_keeps_the_name(open_page: OpenPage, width: int, scheme: str) -> None:
    agent = AgentFactory.create()
    page = open_page(width, scheme)
    page.goto("/compte/connexion/")
    write(page, "Identifiant ou adresse de messagerie", agent.identifiant)
    write(page, "Mot de passe", "un autre mot de passe")
    press(page, page.get_by_role("button", name="Se connecter"))
    expect(page).to_have_title("Erreur : Connexion – Port-Mimosa")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Identifiant ou adresse de messagerie")).to_have_value(agent.identifiant)
    assert_accessible(page)
    assert_no_overflow(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_missing_field_takes_the_focus(open_page: OpenPage, width: int, scheme: str) -> None:
    page = open_page(width, scheme)
    page.goto("/compte/connexion/")
    write(page, "Identifiant ou adresse de messagerie", "nbenali")
    press(page, page.get_by_role("button", name="Se connecter"))
    expect(page).to_have_title("Erreur : Connexion – Port-Mimosa")
    expect(page.get_by_label("Mot de passe")).to_be_focused()
    expect(page.get_by_label("Identifiant ou adresse de messagerie")).to_have_value("nbenali")
    assert_accessible(page)


def test_a_shared_workstation_leaves_nothing(
    open_page: OpenPage, sign_in: Callable[[Page, Agent], None], width: int
) -> None:
    agent = AgentFactory.create()
    page = open_page(width)
    page.goto("/compte/connexion/")
    write(page, "Identifiant ou adresse de messagerie", agent.identifiant)
    tab_to(page, page.get_by_label("Poste partagé"))
    page.keyboard.press("Space")
    expect(page.get_by_label("Poste partagé")).to_be_checked()
    page.keyboard.press("Shift+Tab")
    page.keyboard.insert_text("quatre mots sans rapport")
    press(page, page.get_by_role("button", name="Se connecter"))
    my_space_link(page).wait_for()
    session = next(cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    assert session["expires"] == -1
    sign_out(page)
    expect(page).to_have_url("/compte/connexion/")
    page.go_back()
    expect(my_space_link(page)).to_have_count(0)
