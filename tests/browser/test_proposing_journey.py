"""An idea at each level of identity, by the keyboard and on a phone; words that outlive a crash and a session."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from suggestions.anonymous import actions
from suggestions.models import AnonymousDeposit, Draft, Idea
from tests.browser.conftest import OpenPage
from tests.browser.tools import PHONE, assert_accessible, assert_no_overflow, press, write
from tests.factories import PASSWORD, AgentFactory

Carry = Callable[[Page, Agent], None]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
TITLE = "Un seul formulaire de congés"
PROBLEM = "Il y en a quatre, et personne ne sait lequel est le bon."
PROPOSAL = "N’en garder qu’un, et le remplir à l’écran."


def choose(page: Page, level: str) -> None:
    page.goto("/idees/proposer/")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("link", name=level, exact=True))
    expect(page.get_by_label("Que feriez-vous")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)


def fill(page: Page) -> None:
    write(page, page.get_by_label("Titre"), TITLE)
    write(page, page.get_by_label("Qu’est-ce qui vous gêne"), PROBLEM)
    write(page, page.get_by_label("Que feriez-vous"), PROPOSAL)


@pytest.fixture
def agent() -> Agent:
    return AgentFactory.create(first_name="Nadia", last_name="Benali")


def test_with_a_name_after_a_crash(open_page: OpenPage, carry_session: Carry, agent: Agent) -> None:
    page = open_page(PHONE)
    carry_session(page, agent)
    choose(page, "Proposer avec mon nom")
    fill(page)
    expect(page.locator("[data-draft-said]")).to_contain_text("Brouillon gardé à", timeout=20_000)
    # The browser dies; its words are on the server.
    page.close()
    page = open_page(PHONE)
    carry_session(page, agent)
    choose(page, "Proposer avec mon nom")
    expect(page.get_by_text("Votre brouillon gardé")).to_be_visible()
    expect(page.get_by_label("Que feriez-vous")).to_have_value(PROPOSAL)
    other = page.context.new_page()
    other.goto("/idees/proposer/avec-mon-nom/")
    write(other, other.get_by_label("Titre"), " bis")
    expect(other.locator("[data-draft-said]")).to_contain_text("Brouillon gardé", timeout=20_000)
    page.watch.expect_status(409)
    write(page, page.get_by_label("Titre"), " ter")
    expect(page.locator("[data-draft-said]")).to_contain_text("Une autre fenêtre", timeout=20_000)
    other.close()
    press(page, page.get_by_role("button", name="Envoyer mon idée"))
    expect(page.get_by_text("Votre idée est bien arrivée.")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    idea = Idea.objects.get()
    assert (idea.author, idea.proposal, idea.identity) == (agent, PROPOSAL, "named")
    assert Draft.objects.get().data["title"].endswith("bis")


def test_hidden_without_a_script(open_page: OpenPage, carry_session: Carry, agent: Agent) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    carry_session(page, agent)
    page.goto("/idees/proposer/avec-mon-nom/")
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_role("button", name="Plutôt cacher mon nom").press("Enter")
    expect(page.get_by_text("Votre nom est caché aux lecteurs")).to_be_visible()
    expect(page.get_by_label("Titre")).to_have_value(TITLE)
    page.get_by_label("Qu’est-ce qui vous gêne").fill(PROBLEM)
    page.get_by_role("button", name="Garder mon brouillon").press("Enter")
    expect(page.get_by_text("Votre brouillon est gardé")).to_be_visible()
    page.get_by_label("Que feriez-vous").fill(PROPOSAL)
    page.get_by_role("button", name="Envoyer mon idée").press("Enter")
    expect(page.get_by_text("Votre idée est bien arrivée.")).to_be_visible()
    assert Idea.objects.get().identity == "hidden"
    assert not Draft.objects.exists()


def test_anonymous_from_the_form_to_the_answer(
    open_page: OpenPage, carry_session: Carry, agent: Agent
) -> None:
    page = open_page(PHONE)
    carry_session(page, agent)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    choose(page, "Proposer sans dire qui je suis")
    fill(page)
    page.wait_for_timeout(4000)
    # Nothing leaves while one types.
    assert not [line for line in sent if line.startswith("POST")]
    press(page, page.get_by_role("button", name="Envoyer sans mon nom"))
    code = page.locator(".follow-up-code code").inner_text()
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("main").get_by_role("link", name="Suivre mon idée anonyme"))
    expect(page.get_by_label("Votre code de suivi")).to_be_visible()
    assert_accessible(page)
    write(page, page.get_by_label("Votre code de suivi"), code.upper())
    press(page, page.get_by_role("button", name="Ouvrir mon idée"))
    expect(page.get_by_role("heading", name="Votre idée est bien là")).to_be_visible()
    actions.release(before=timezone.localdate() + timedelta(days=1))
    page.goto("/idees/suivi/")
    write(page, page.get_by_label("Votre code de suivi"), code)
    press(page, page.get_by_role("button", name="Ouvrir mon idée"))
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    write(page, page.get_by_label("Votre réponse au groupe"), "Au premier étage.")
    press(page, page.get_by_role("button", name="Envoyer au groupe"))
    expect(page.get_by_text("le groupe la lira demain matin")).to_be_visible()
    assert AnonymousDeposit.objects.get().proposal == "Au premier étage."
    assert not [line for line in sent if code.replace("-", "") in line.replace("-", "")]


@pytest.mark.parametrize("has_script", [True, False])
@pytest.mark.parametrize("level", ["avec-mon-nom", "mon-nom-cache", "anonyme"])
def test_the_words_outlive_the_session(
    open_page: OpenPage, carry_session: Carry, agent: Agent, level: str, has_script: bool
) -> None:
    page = open_page(PHONE, java_script_enabled=has_script)
    carry_session(page, agent)
    page.watch.expect_status(403)
    page.goto(f"/idees/proposer/{level}/")
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_label("Qu’est-ce qui vous gêne").fill(PROBLEM)
    page.get_by_label("Que feriez-vous").fill(PROPOSAL)
    page.context.clear_cookies(name="sessionid")
    send = page.get_by_role("button", name="Envoyer")
    send.press("Enter")
    page.get_by_label("Identifiant ou adresse de messagerie").fill(agent.identifiant)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").press("Enter")
    page.get_by_role("button", name="Retrouver mes mots").press("Enter")
    expect(page.get_by_label("Que feriez-vous")).to_have_value(PROPOSAL)
    assert not Idea.objects.exists()
    assert not AnonymousDeposit.objects.exists()
    page.get_by_role("button", name="Envoyer").press("Enter")
    if level == "anonyme":
        expect(page.locator(".follow-up-code")).to_be_visible()
        assert AnonymousDeposit.objects.get().proposal == PROPOSAL
    else:
        expect(page.get_by_text("Votre idée est bien arrivée.")).to_be_visible()
        assert Idea.objects.get().proposal == PROPOSAL


def test_the_poster_fits_its_page(open_page: OpenPage, carry_session: Carry, agent: Agent) -> None:
    page = open_page()
    carry_session(page, agent)
    page.goto("/idees/affiche/")
    assert_accessible(page)
    page.emulate_media(media="print")
    expect(page.locator(".masthead")).to_be_hidden()
    expect(page.locator(".poster .qr")).to_be_visible()
    # One A4 page.
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_the_room_left_is_counted_as_the_server_counts(
    open_page: OpenPage, carry_session: Carry, agent: Agent
) -> None:
    page = open_page()
    carry_session(page, agent)
    page.goto("/idees/proposer/avec-mon-nom/")
    problem = page.get_by_label("Qu’est-ce qui vous gêne")
    note = page.locator("#id_problem + .help")
    problem.fill("é" * 6234 + "  \n")
    expect(note).to_have_text("1\u202f234\u00a0caractères de trop\u00a0: 5\u202f000 au plus.")
    expect(note).to_have_class("help fault-words")
    assert_accessible(page)
    problem.fill("é" * 5001)
    expect(note).to_have_text("1\u00a0caractère de trop\u00a0: 5\u202f000 au plus.")
    problem.fill("é" * 4999)
    expect(note).to_have_text("Il reste 1\u00a0caractère.")
    expect(note).to_have_class("help")
