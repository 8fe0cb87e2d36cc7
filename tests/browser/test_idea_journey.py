"""From an agent's idea to the group's answer, by the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent
from core.people.roles import Role
from core.ui.french import long_date
from suggestions.models import Idea
from suggestions.states import State
from tests.browser.conftest import OpenPage
from tests.browser.tools import (
    ADMIN_FINDINGS,
    DESK,
    PHONE,
    assert_accessible,
    assert_focus_shows,
    assert_no_overflow,
    press,
    tab_to,
    write,
)
from tests.factories import AgentFactory

SignIn = Callable[[Page, Agent], None]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [DESK, PHONE])]

TITLE = "Un seul formulaire de congés"
TEXT = "Il y en a quatre, et personne ne sait lequel est le bon."
ANSWER = "Nous retenons cette idée."


def propose(page: Page) -> None:
    page.goto("/")
    press(page, page.get_by_role("main").get_by_role("link", name="Proposer une idée"))
    write(page, page.get_by_label("Titre"), TITLE)
    write(page, page.get_by_label("Votre idée"), TEXT)
    press(page, page.get_by_role("button", name="Envoyer mon idée"))
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()


def answer(page: Page, width: int) -> None:
    """The member's part, on the admin's pages."""
    page.goto("/administration/")
    press(page, page.get_by_role("link", name="Idées", exact=True))
    press(page, page.get_by_role("link", name=TITLE))
    press(page, page.get_by_role("button", name="Je m’en charge"))
    expect(page.get_by_text("Vous suivez cette idée")).to_be_visible()
    press(page, page.get_by_role("link", name="Préparer la réponse"))
    choice = page.get_by_role("radio").first
    tab_to(page, choice)
    page.keyboard.press("Space")
    expect(choice).to_be_checked()
    # The editor itself, not the bare field under it: it loads under the content policy.
    editor = page.locator(".ProseMirror[contenteditable=true]")
    tab_to(page, editor)
    page.keyboard.press("Control+B")
    page.keyboard.type(ANSWER)
    expect(editor.locator("strong")).to_have_text(ANSWER)
    assert_accessible(page, ignore=ADMIN_FINDINGS)
    press(page, page.get_by_role("button", name="Préparer la réponse"))
    expect(page.get_by_text("La réponse est prête.")).to_be_visible()
    # Read once more where it is published.
    press(page, page.get_by_role("link", name="Publier la réponse"))
    expect(page.locator("main").get_by_text(ANSWER)).to_be_visible()
    press(page, page.get_by_role("button", name="Publier la réponse"))
    expect(page.get_by_text("La réponse est publiée et l’auteur prévenu.")).to_be_visible()


def test_from_the_idea_to_its_answer(open_page: OpenPage, sign_in: SignIn, width: int) -> None:
    author = AgentFactory.create(first_name="Nadia", last_name="Benali")
    member = AgentFactory.create(first_name="Rose", last_name="Leroy", roles=[Role.PROJECT_GROUP])
    hers, theirs = open_page(width), open_page(width)
    sign_in(hers, author)
    propose(hers)
    idea = Idea.objects.get()
    promise = f"Le groupe vous répond au plus tard le {long_date(idea.due_on)}."
    expect(hers.get_by_role("status").get_by_text(promise)).to_be_visible()
    assert_no_overflow(hers)

    sign_in(theirs, member)
    answer(theirs, width)
    idea.refresh_from_db()
    assert idea.state == State.RETAINED

    hers.goto("/")
    press(hers, hers.get_by_role("link", name="Notifications"))
    expect(hers.get_by_role("heading", level=1, name="Notifications")).to_be_visible()
    assert_accessible(hers)
    assert_no_overflow(hers)
    press(hers, hers.get_by_role("main").get_by_role("button", name="Le groupe répond à votre idée"))
    expect(hers.get_by_role("heading", name="La réponse du groupe")).to_be_visible()
    expect(hers.locator(".answer strong")).to_have_text(ANSWER)
    assert_no_overflow(hers)
    press(hers, hers.get_by_role("button", name="Se déconnecter"))
    expect(hers.get_by_role("heading", level=1, name="Bonjour !")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_faulty_form_comes_back_filled(
    open_page: OpenPage, carry_session: Callable[[Page, Agent], None], width: int, scheme: str
) -> None:
    page = open_page(width, scheme)
    carry_session(page, AgentFactory.create())
    page.goto("/idees/proposer/")
    write(page, page.get_by_label("Votre idée"), TEXT)
    press(page, page.get_by_role("button", name="Envoyer mon idée"))
    expect(page).to_have_title("Erreur : Proposer une idée – Port-Mimosa")
    title = page.get_by_label("Titre")
    expect(title).to_be_focused()
    assert_focus_shows(page)
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Votre idée")).to_have_value(TEXT)
    expect(page.get_by_text("Donnez un titre à votre idée.")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    # Mended from where the focus is, and sent.
    page.keyboard.insert_text(TITLE)
    press(page, page.get_by_role("button", name="Envoyer mon idée"))
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    assert Idea.objects.count() == 1
