"""A passkey in a real browser, by the keyboard: Chromium's virtual authenticator stands for the device."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import (
    PHONE,
    assert_accessible,
    assert_usable,
    my_space_link,
    press,
    sign_out,
    write,
)
from tests.factories import PASSWORD, AgentFactory

pytestmark = pytest.mark.django_db(transaction=True)
INDEX = "/compte/second-facteur/"


def plug_in(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    verified = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device | verified})


def add(page: Page, name: str) -> None:
    page.goto(INDEX)
    press(page, page.get_by_role("link", name="Ajouter une clé d’accès"))
    page.get_by_role("heading", name="Ajouter une clé d’accès").wait_for()
    write(page, "Nom de la clé (facultatif)", name)
    page.keyboard.press("Enter")


def test_added_used_and_removed(open_page, sign_in):
    agent = AgentFactory.create(identifiant="nadia")
    page = open_page(PHONE, host="localhost")
    plug_in(page)
    sign_in(page, agent)
    add(page, "Portable")
    expect(page.get_by_role("heading", name="Gardez ces codes de secours")).to_be_visible()
    # The codes are shown once: the button of static/js/print.js prints them.
    page.evaluate("window.print = () => { window.printed = true }")
    press(page, page.get_by_role("button", name="Imprimer"))
    assert page.evaluate("window.printed")
    page.goto("/mon-espace/")
    sign_out(page)
    expect(page).to_have_url("/compte/connexion/")
    write(page, "Identifiant ou adresse de messagerie", "nadia")
    write(page, "Mot de passe", PASSWORD)
    press(page, page.get_by_role("button", name="Se connecter"))
    use = page.get_by_role("button", name="Utiliser ma clé d’accès")
    expect(use).to_be_visible()
    expect(page.get_by_text("demande un navigateur récent")).to_be_hidden()
    assert_usable(page)
    press(page, use)
    expect(my_space_link(page)).to_be_visible()
    page.goto(INDEX)
    press(page, page.get_by_role("link", name="Retirer Portable"))
    expect(page.get_by_role("heading", name="Portable")).to_be_visible()
    press(page, page.get_by_role("button", name="Retirer"))
    expect(page.get_by_role("heading", name="Protéger mon compte")).to_be_visible()


def test_refused_by_the_browser_then_confirming_who_one_is(open_page, sign_in):
    """The same device twice: nothing is lost, and one may try again."""
    page = open_page(host="localhost")
    plug_in(page)
    sign_in(page, AgentFactory.create())
    add(page, "Portable")
    page.get_by_role("heading", name="Gardez ces codes de secours").wait_for()
    add(page, "Encore lui")
    expect(page.get_by_role("alert").filter(has_text="cette clé est déjà la vôtre")).to_be_visible()
    expect(page.get_by_label("Nom de la clé")).to_have_value("Encore lui")
    expect(page.get_by_role("button", name="Ajouter cette clé")).to_be_enabled()
    assert_accessible(page)
    page.goto(f"/compte/confirmer/?next={INDEX}")
    press(page, page.get_by_role("link", name="Utilisez votre clé d’accès"))
    press(page, page.get_by_role("button", name="Utiliser ma clé d’accès"))
    expect(page).to_have_url(INDEX)
