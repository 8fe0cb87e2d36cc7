"""ProConnect and the second factor in a real browser: what the content security policy lets go, what axe finds."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenPage
from tests.browser.test_pages import DESK, PHONE, faults_of
from tests.browser.tools import my_space_link
from tests.factories import PASSWORD, AgentFactory
from tests.people.openid.conftest import configure
from tests.people.openid.provider import Provider
from tests.people.second_factor.sign_in import code_now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def proconnect(monkeypatch: Any, settings: Any, live_server: LiveServer) -> Iterator[Provider]:
    settings.SITE_URL = live_server.url
    provider = Provider()
    configure(monkeypatch, settings, "PROCONNECT", provider)
    AgentFactory.create(identifiant="nadia", email="nadia@ville.example", first_name="Nadia")
    yield provider
    provider.close()


def accessible(page: Page) -> None:
    for width in (PHONE, DESK):
        assert not faults_of(page, page.url, width)


def only_to(provider: Provider, page: Page) -> None:
    """The browser went to the provider, and nowhere else outside."""
    faults = page.watch.faults  # type: ignore[attr-defined]  # (set by open_page)
    faults[:] = [fault for fault in faults if not fault.startswith(f"outside request: {provider.issuer}/")]


def test_by_proconnect_there_and_back(open_page: OpenPage, proconnect: Provider) -> None:
    page = open_page()
    page.goto("/compte/connexion/")
    accessible(page)
    page.get_by_role("button", name="S’identifier avec ProConnect").click()
    expect(my_space_link(page)).to_be_visible()
    page.goto("/compte/sessions/")
    expect(page.get_by_text("Cet appareil")).to_be_visible()
    accessible(page)
    page.goto("/compte/deconnexion/")
    page.get_by_role("button", name="Se déconnecter").last.click()
    page.wait_for_url("**/compte/connexion/?state=*")
    only_to(proconnect, page)


def test_a_refusal_is_said_on_the_sign_in_page(open_page: OpenPage, proconnect: Provider) -> None:
    proconnect.person["siret"] = "1"
    page = open_page()
    page.goto("/compte/connexion/")
    page.get_by_role("button", name="S’identifier avec ProConnect").click()
    expect(page.get_by_text("au nom d’un autre établissement")).to_be_visible()
    accessible(page)
    only_to(proconnect, page)


def test_setting_up_a_second_factor(open_page: OpenPage, proconnect: Provider, settings: Any) -> None:
    page = open_page()
    page.goto("/compte/connexion/")
    page.get_by_label("Identifiant ou adresse").fill("nadia")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.goto("/compte/second-facteur/")
    accessible(page)
    page.get_by_role("link", name="Commencer").click()
    accessible(page)
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code que montre l’application").fill(code_now(secret))
    page.get_by_role("button", name="Mettre en place").click()
    expect(page.get_by_role("heading", name="Gardez ces codes de secours")).to_be_visible()
    accessible(page)
    recovery = page.locator("main li code").first.inner_text()
    page.goto("/compte/second-facteur/retirer/")
    accessible(page)
    page.context.clear_cookies()
    page.goto("/compte/connexion/")
    page.get_by_role("button", name="S’identifier avec ProConnect").click()
    expect(page.get_by_role("heading", name="Le code de votre application")).to_be_visible()
    accessible(page)
    page.get_by_label("Code à usage unique").fill(recovery)
    page.get_by_role("button", name="Entrer").click()
    expect(my_space_link(page)).to_be_visible()
    only_to(proconnect, page)
