"""Ideas like the one being typed: read, followed or set apart by the keyboard, and nothing typed in an address."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from suggestions.models import Follow, Idea
from suggestions.states import State
from tests.browser.tools import PHONE, assert_accessible, assert_usable, press, tab_to
from tests.factories import AgentFactory
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db(transaction=True)

FORM = reverse("suggestions:idea_propose_named")
ANSWERED = "Supprimer les bons de commande en papier"
STUDIED = "Des bons de commande numériques"


@pytest.fixture
def ideas(db: None) -> list[Idea]:
    words = {"problem": "Ils sont imprimés trois fois.", "proposal": "Un circuit numérique."}
    return [
        idea_in(State.RETAINED, title=ANSWERED, **words),
        idea_in(State.UNDER_STUDY, title=STUDIED, **words),
    ]


def type_title(page: Page, text: str) -> None:
    tab_to(page, page.get_by_label("Titre"))
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def found(page: Page) -> Locator:
    return page.locator("[data-similar-idea]")


def test_read_set_apart_and_followed(open_page, carry_session, ideas):
    agent = AgentFactory.create()
    page = open_page(PHONE)
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    carry_session(page, agent)
    page.goto(FORM)
    status = page.locator("[data-similar-here] [role=status]")
    expect(status).to_be_empty()
    type_title(page, "Plus de bons de commande en papier")
    expect(found(page)).to_have_count(2)
    expect(status).to_have_text("2 idées proches de la vôtre, après le titre.")
    expect(page.get_by_label("Titre")).to_be_focused()
    answered = found(page).filter(has_text=ANSWERED)
    expect(answered).to_contain_text("La réponse du groupe : « Oui, dès janvier. »")
    expect(answered.get_by_role("link")).to_have_attribute("href", ideas[0].get_absolute_url())
    assert_usable(page)

    press(page, answered.get_by_role("button", name="La mienne est différente"))
    expect(answered).to_have_count(0)
    studied = found(page).filter(has_text=STUDIED)
    expect(studied.get_by_role("button", name="La mienne est différente")).to_be_focused()
    expect(status).to_have_text("1 idée proche de la vôtre, après le titre.")

    press(page, studied.get_by_role("button", name="Suivre celle-ci"))
    expect(studied).to_contain_text("Vous suivez cette idée")
    assert list(Follow.objects.values_list("idea", "agent")) == [(ideas[1].pk, agent.pk)]
    assert_accessible(page)

    # What was set apart stays so while the same idea is typed; the page was never left, nothing typed was lost.
    type_title(page, "Plus de bons de commande en papier du tout")
    expect(studied).to_contain_text("Vous la suivez déjà")
    expect(found(page)).to_have_count(1)
    press(page, found(page).first.get_by_role("button", name="La mienne est différente"))
    expect(page.get_by_label("Qu’est-ce qui vous gêne")).to_be_focused()
    expect(page.get_by_role("heading", name="de la vôtre")).to_be_hidden()
    expect(status).to_be_empty()
    assert not [url for method, url in asked if "commande" in url]
    assert {method for method, url in asked if "semblables" in url} == {"POST"}


def test_a_session_that_ended_shows_nothing_and_loses_nothing(open_page, carry_session, ideas):
    page = open_page(PHONE)
    carry_session(page, AgentFactory.create())
    page.goto(FORM)
    # A slow machine keeps the draft before the page closes: that refusal is not this test's.
    page.route("**/brouillon/", lambda route: route.fulfill(status=204))
    page.context.clear_cookies(name="sessionid")
    with page.expect_response(lambda response: "semblables" in response.url):
        type_title(page, "Plus de bons de commande en papier")
    page.wait_for_load_state("networkidle")
    expect(found(page)).to_have_count(0)
    expect(page.get_by_label("Titre")).to_have_value("Plus de bons de commande en papier")
