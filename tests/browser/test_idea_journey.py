"""From an agent's idea to the group's answer, by the keyboard alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from core.people.roles import Role
from core.ui.french import long_date
from suggestions.models import Decision, Idea, Meeting
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
    press_folded,
    sign_out,
    tab_to,
    write,
)
from tests.factories import AgentFactory
from tests.suggestions.factories import criterion_of_the_grid, evaluated, idea_in

SignIn = Callable[[Page, Agent], None]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [DESK, PHONE])]

TITLE = "Un seul formulaire de congés"
TEXT = "Il y en a quatre, et personne ne sait lequel est le bon."
ANSWER = "Nous retenons cette idée."


def propose(page: Page) -> None:
    page.goto("/")
    press(page, page.get_by_role("main").get_by_role("link", name="Proposer une idée"))
    press(page, page.get_by_role("link", name="Proposer avec mon nom"))
    write(page, page.get_by_label("Titre"), TITLE)
    write(page, page.get_by_label("Qu’est-ce qui vous gêne"), TEXT)
    write(page, page.get_by_label("Que feriez-vous"), TEXT)
    press(page, page.get_by_role("button", name="Envoyer mon idée"))
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()


def at_the_desk(page: Page) -> None:
    page.goto("/administration/")
    press(page, page.get_by_role("link", name="Idées", exact=True))
    press(page, page.get_by_role("link", name=TITLE))


def take(page: Page) -> None:
    at_the_desk(page)
    press(page, page.get_by_role("link", name="Je m’en charge"))
    press(page, page.get_by_role("button", name="Je m’en charge"))
    expect(page.get_by_text("Vous suivez cette idée")).to_be_visible()


def decide(page: Page) -> None:
    """On the idea's own page."""
    # Until enough members have evaluated, their own evaluation is the button.
    press_folded(page, "Noter la décision")
    choice = page.get_by_label("Retenue", exact=True)
    tab_to(page, choice)
    page.keyboard.press("Space")
    expect(choice).to_be_checked()
    write(page, page.get_by_label("Raisons"), "Un seul suffit.")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Noter la décision"))
    expect(page.get_by_text("La décision est notée.")).to_be_visible()
    expect(page.get_by_role("heading", name="La décision")).to_be_visible()
    assert_accessible(page)


def prepare(page: Page) -> None:
    at_the_desk(page)
    press(page, page.get_by_role("link", name="Préparer la réponse"))
    # The editor itself, not the bare field under it: it loads under the content policy.
    editor = page.locator(".ProseMirror[contenteditable=true]")
    tab_to(page, editor)
    page.keyboard.press("Control+B")
    page.keyboard.type(ANSWER)
    expect(editor.locator("strong")).to_have_text(ANSWER)
    assert_accessible(page, ignore=ADMIN_FINDINGS)
    press(page, page.get_by_role("button", name="Préparer la réponse"))
    expect(page.get_by_text("La réponse est prête.")).to_be_visible()


def reread(page: Page, idea: Idea) -> None:
    """A second member, on the idea's own page."""
    page.goto(idea.get_absolute_url())
    press_folded(page, "Relire sans publier")
    expect(page.locator("main").get_by_text(ANSWER)).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Relire sans publier"))
    expect(page.get_by_text("elle peut être publiée")).to_be_visible()


def publish(page: Page) -> None:
    at_the_desk(page)
    # Read once more where it is published.
    press(page, page.get_by_role("link", name="Publier la réponse"))
    expect(page.locator("main").get_by_text(ANSWER)).to_be_visible()
    press(page, page.get_by_role("button", name="Publier la réponse"))
    expect(page.get_by_text("La réponse est publiée et l’auteur prévenu.")).to_be_visible()


def test_from_the_idea_to_its_answer(open_page: OpenPage, carry_session: SignIn, width: int) -> None:
    author = AgentFactory.create(first_name="Nadia", last_name="Benali")
    member = AgentFactory.create(first_name="Rose", last_name="Leroy", roles=[Role.PROJECT_GROUP])
    reader = AgentFactory.create(first_name="Malik", last_name="Silva", roles=[Role.PROJECT_GROUP])
    criterion_of_the_grid()
    hers, theirs, second = open_page(width), open_page(width), open_page(width)
    carry_session(hers, author)
    propose(hers)
    idea = Idea.objects.get()
    promise = long_date(idea.due_on)
    expect(hers.get_by_role("complementary").get_by_text(promise)).to_be_visible()
    assert_no_overflow(hers)

    carry_session(theirs, member)
    take(theirs)
    evaluated(idea)
    theirs.goto(idea.get_absolute_url())
    decide(theirs)
    prepare(theirs)
    carry_session(second, reader)
    reread(second, idea)
    publish(theirs)
    idea.refresh_from_db()
    assert idea.state == State.RETAINED

    hers.goto("/")
    press(hers, hers.get_by_role("link", name="Notifications"))
    expect(hers.get_by_role("heading", level=1, name="Notifications")).to_be_visible()
    assert_accessible(hers)
    assert_no_overflow(hers)
    press(hers, hers.get_by_role("main").get_by_role("button", name="Le groupe répond à votre idée"))
    expect(hers.get_by_role("heading", name="La réponse du groupe")).to_be_visible()
    expect(hers.locator(".answer strong").last).to_have_text(ANSWER)
    assert_no_overflow(hers)
    sign_out(hers)
    expect(hers.get_by_role("heading", level=1, name="Bonjour !")).to_be_visible()


def test_a_meeting_by_the_keyboard(open_page: OpenPage, carry_session: SignIn, width: int) -> None:
    """Prepared, composed, opened, projected with the arrows, decided, closed."""
    member = AgentFactory.create(first_name="Rose", last_name="Leroy", roles=[Role.PROJECT_GROUP])
    criterion_of_the_grid()
    for title in ("La première", "La seconde"):
        evaluated(idea_in(State.UNDER_STUDY, title=title, followed_by=member))
    page = open_page(width)
    carry_session(page, member)
    page.goto("/idees/reunions/preparer/")
    page.get_by_label("Jour").fill((timezone.localdate() + timedelta(days=2)).isoformat())
    page.get_by_label("Heure").fill("14:30")
    assert_accessible(page)
    press(page, page.get_by_role("button", name="Préparer la réunion"))
    expect(page.get_by_text("2 idées prêtes sont à l’ordre du jour")).to_be_visible()
    second = page.locator(".agenda > li").nth(1).get_by_role("heading").inner_text()
    press(page, page.get_by_role("button", name="Plus tôt"))
    expect(page.locator(".agenda > li").first).to_contain_text(second.partition(". ")[2])
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.locator("summary", has_text="Ouvrir avant le jour prévu"))
    press(page, page.get_by_role("button", name="Ouvrir la réunion"))
    press(page, page.get_by_role("link", name="Projeter"))
    expect(page.get_by_text("1 sur 2")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("2 sur 2")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("1 sur 2")).to_be_visible()
    press(page, page.get_by_role("link", name="Décider"))
    choice = page.get_by_label("Retenue", exact=True)
    tab_to(page, choice)
    page.keyboard.press("Space")
    write(page, page.get_by_label("Raisons"), "Un seul suffit.")
    for label in ("Voix pour", "Voix contre", "Abstentions"):
        write(page, page.get_by_label(label), "1")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Noter la décision"))
    expect(page.get_by_text("La décision est notée")).to_be_visible()
    page.goto(Meeting.objects.get().get_absolute_url())
    assert_accessible(page)
    press(page, page.locator("summary", has_text="Clore la réunion"))
    assert_accessible(page)
    press(page, page.get_by_role("button", name="Oui, clore la réunion"))
    expect(page.get_by_role("heading", level=1, name="Compte rendu")).to_be_visible()
    expect(page.get_by_text("1 pour, 1 contre, 1 abstention")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    assert Decision.objects.get().meeting == Meeting.objects.get()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_faulty_form_comes_back_filled(
    open_page: OpenPage, carry_session: Callable[[Page, Agent], None], width: int, scheme: str
) -> None:
    page = open_page(width, scheme)
    carry_session(page, AgentFactory.create())
    page.goto("/idees/proposer/avec-mon-nom/")
    write(page, page.get_by_label("Qu’est-ce qui vous gêne"), TEXT)
    write(page, page.get_by_label("Que feriez-vous"), TEXT)
    press(page, page.get_by_role("button", name="Envoyer mon idée"))
    expect(page).to_have_title("Erreur : Proposer une idée – Port-Mimosa")
    title = page.get_by_label("Titre")
    expect(title).to_be_focused()
    assert_focus_shows(page)
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Qu’est-ce qui vous gêne")).to_have_value(TEXT)
    expect(page.get_by_text("Donnez un titre à votre idée.")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    # Mended from where the focus is, and sent.
    page.keyboard.insert_text(TITLE)
    press(page, page.get_by_role("button", name="Envoyer mon idée"))
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    assert Idea.objects.count() == 1
