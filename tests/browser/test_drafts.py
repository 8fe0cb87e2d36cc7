"""The words of an idea outlive a crash and a second window; without a name nothing leaves before the end."""

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent
from suggestions.models import Draft, Idea
from tests.browser.tools import PHONE, assert_no_overflow, press, write
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Un seul formulaire de congés"
PROBLEM = "Il y en a quatre, et personne ne sait lequel est le bon."
PROPOSAL = "N’en garder qu’un, et le remplir à l’écran."


def fill(page: Page) -> None:
    write(page, page.get_by_label("Titre"), TITLE)
    write(page, page.get_by_label("Qu’est-ce qui vous gêne"), PROBLEM)
    write(page, page.get_by_label("Que feriez-vous"), PROPOSAL)


@pytest.fixture
def agent() -> Agent:
    return AgentFactory.create(first_name="Nadia", last_name="Benali")


def test_with_a_name_after_a_crash(open_page, carry_session, agent):
    page = open_page(PHONE)
    carry_session(page, agent)
    page.goto("/idees/proposer/avec-mon-nom/")
    fill(page)
    expect(page.locator("[data-draft-said]")).to_contain_text("Brouillon gardé à", timeout=20_000)
    # The browser dies; its words are on the server.
    page.close()
    page = open_page(PHONE)
    carry_session(page, agent)
    page.goto("/idees/proposer/avec-mon-nom/")
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
    idea = Idea.objects.get()
    assert (idea.author, idea.proposal, idea.identity) == (agent, PROPOSAL, "named")
    assert Draft.objects.get().data["title"].endswith("bis")


def test_nothing_leaves_while_one_types_without_a_name(open_page, carry_session, agent):
    page = open_page(PHONE)
    carry_session(page, agent)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    page.goto("/idees/proposer/anonyme/")
    fill(page)
    page.wait_for_timeout(4000)
    assert not [line for line in sent if line.startswith("POST")]
    press(page, page.get_by_role("button", name="Envoyer sans mon nom"))
    code = page.locator(".follow-up-code code").inner_text()
    assert_no_overflow(page)
    page.get_by_role("main").get_by_role("link", name="Suivre mon idée anonyme").click()
    write(page, page.get_by_label("Votre code de suivi"), code.upper())
    press(page, page.get_by_role("button", name="Ouvrir mon idée"))
    expect(page.get_by_role("heading", name="Votre idée est bien là")).to_be_visible()
    # The code never stands in an address.
    assert not [line for line in sent if code.replace("-", "") in line.replace("-", "")]
