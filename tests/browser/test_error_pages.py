"""What goes wrong is said in the frame, and read by everyone."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.people.models import Agent
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow
from tests.factories import AgentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("scheme", ["light", "dark"])]

WRONG = "b" * 32 + "c" * 32


def check_in_the_frame(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    expect(page.get_by_role("navigation", name="Rubriques")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Retour à l’accueil")).to_be_visible()
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        assert_accessible(page)
        assert_no_overflow(page)


def test_not_found(open_page: OpenPage, carry_session: Callable[[Page, Agent], None], scheme: str) -> None:
    page = open_page(scheme=scheme)
    carry_session(page, AgentFactory.create())
    page.watch.expect_status(404)  # type: ignore[attr-defined]  # (set by open_page)
    page.goto("/rien-de-tel/")
    check_in_the_frame(page, "Saperlipopette, rien ici !")


def test_not_allowed(open_page: OpenPage, carry_session: Callable[[Page, Agent], None], scheme: str) -> None:
    """A token that is not the form's: the words come back by a button."""
    page = open_page(scheme=scheme)
    carry_session(page, AgentFactory.create())
    page.watch.expect_status(403)  # type: ignore[attr-defined]  # (set by open_page)
    page.goto(reverse("suggestions:idea_propose_named"))
    page.get_by_label("Titre").fill("Une boîte à clés")
    page.evaluate(
        "document.querySelector('main input[name=csrfmiddlewaretoken]').value = 'b'.repeat(32) + 'c'.repeat(32)"
    )
    page.get_by_role("button", name="Envoyer mon idée").click()
    heading = "Cette page était ouverte depuis trop longtemps"
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Retrouver mes mots").click()
    expect(page.get_by_label("Titre")).to_have_value("Une boîte à clés")


def test_too_big(open_page: OpenPage, carry_session: Callable[[Page, Agent], None], scheme: str) -> None:
    page = open_page(scheme=scheme)
    carry_session(page, AgentFactory.create())
    page.watch.expect_status(400)  # type: ignore[attr-defined]  # (set by open_page)
    page.goto(reverse("suggestions:idea_enter"))
    page.get_by_label("Titre").fill("Une boîte à clés")
    page.evaluate("""() => {
        const area = document.querySelector('main textarea');
        area.value = 'x'.repeat(3000000);
    }""")
    page.get_by_role("button", name="Envoyer son idée").click()
    check_in_the_frame(page, "Votre envoi est trop gros")
    expect(page.get_by_text("2,5 Mo")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Titre")).to_have_value("Une boîte à clés")
    assert page.evaluate("document.querySelector('main textarea').value.length") == 3_000_000
