"""The door, by the keyboard: its first stop, its faults, a shared workstation; ProConnect under the content policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.tools import (
    PHONE,
    assert_accessible,
    assert_usable,
    my_space_link,
    press,
    sign_out,
    tab_to,
    write,
)
from tests.factories import PASSWORD, AgentFactory
from tests.people.openid.conftest import configure
from tests.people.openid.provider import Provider

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_first_stop_through_a_wrong_password(open_page, sign_in, outsider):
    page = open_page(PHONE)
    page.goto("/")
    expect(page).to_have_url("/compte/connexion/?next=/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    name = page.get_by_label("Identifiant ou adresse de messagerie")
    expect(name).to_be_focused()
    page.keyboard.insert_text(outsider.identifiant)
    press(page, page.get_by_role("button", name="Se connecter"))
    expect(page).to_have_title("Erreur : Connexion – Port-Mimosa")
    expect(page.get_by_label("Mot de passe")).to_be_focused()
    expect(name).to_have_value(outsider.identifiant)
    write(page, "Mot de passe", "un autre mot de passe")
    press(page, page.get_by_role("button", name="Se connecter"))
    expect(page.get_by_role("alert")).to_be_focused()
    expect(name).to_have_value(outsider.identifiant)
    assert_usable(page)
    sign_in(page, outsider)
    sign_out(page)
    expect(page).to_have_url("/compte/connexion/")


def test_a_shared_workstation_leaves_nothing(open_page, outsider):
    page = open_page()
    page.clock.install()
    page.goto("/compte/connexion/")
    write(page, "Identifiant ou adresse de messagerie", outsider.identifiant)
    write(page, "Mot de passe", PASSWORD)
    tab_to(page, page.get_by_label("Poste partagé"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Se connecter"))
    my_space_link(page).wait_for()
    # Its scripts have run: the minutes are counted from there.
    page.wait_for_load_state()
    session = next(cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    assert session["expires"] == -1
    question = page.get_by_role("dialog", name="Vous êtes toujours là ?")
    page.clock.fast_forward("11:30")
    expect(question).to_be_hidden()
    page.clock.fast_forward("01:00")
    expect(page.get_by_role("button", name="Rester connecté")).to_be_focused()
    assert_accessible(page)
    with page.expect_response("**/aide/"):
        page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    page.clock.fast_forward("12:30")
    expect(question).to_be_visible()
    page.clock.fast_forward("02:30")
    expect(question).to_contain_text("Votre session est fermée.")
    page.keyboard.press("Escape")
    sign_out(page)
    expect(page).to_have_url("/compte/connexion/")
    page.go_back()
    expect(my_space_link(page)).to_have_count(0)


@pytest.fixture
def proconnect(monkeypatch: Any, settings: Any, live_server: LiveServer) -> Iterator[Provider]:
    settings.SITE_URL = live_server.url
    provider = Provider()
    configure(monkeypatch, settings, "PROCONNECT", provider)
    AgentFactory.create(identifiant="nadia", email="nadia@ville.example", first_name="Nadia")
    yield provider
    provider.close()


def test_by_proconnect_there_and_back(open_page, proconnect):
    """The content policy lets the form and its redirections go to the provider, and nowhere else."""
    page = open_page()
    page.goto("/compte/connexion/")
    assert_accessible(page)
    page.get_by_role("button", name="S’identifier avec ProConnect").click()
    expect(my_space_link(page)).to_be_visible()
    page.goto("/compte/deconnexion/")
    page.get_by_role("button", name="Se déconnecter").last.click()
    page.wait_for_url("**/compte/connexion/?state=*")
    # Refused, it is said on the sign-in page.
    proconnect.person["siret"] = "1"
    page.goto("/compte/connexion/")
    page.get_by_role("button", name="S’identifier avec ProConnect").click()
    expect(page.get_by_text("au nom d’un autre établissement")).to_be_visible()
    faults = page.watch.faults
    faults[:] = [fault for fault in faults if not fault.startswith(f"outside request: {proconnect.issuer}/")]
