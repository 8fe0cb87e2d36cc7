"""A note to human resources: agent → manager → deputy director → HR → answer, by keyboard, on a phone for the agent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent, Direction
from core.people.roles import Role
from memos.models import Memo, State
from tests.browser.tools import DESK, PHONE, press, tab_to, write
from tests.factories import AgentFactory, DirectionFactory
from tests.memos.factories import MemoKindFactory

SignIn = Callable[[Page, Agent], None]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> dict[str, Agent]:
    deputy_director, manager = (
        AgentFactory.create(first_name=first, last_name=last, direction=None)
        for first, last in (("Denis", "Adjoint"), ("Marthe", "Chef"))
    )
    town = Direction.objects.create(name="Ville", kind=Direction.Kind.GENERAL)
    dga = Direction.objects.create(
        name="Cadre de vie", kind=Direction.Kind.DGA, parent=town, head=deputy_director
    )
    gardens = DirectionFactory.create(name="Jardins", parent=dga, head=manager)
    return {
        "author": AgentFactory.create(first_name="Nadia", last_name="Benali", direction=gardens),
        "manager": manager,
        "deputy_director": deputy_director,
        "hr": AgentFactory.create(first_name="Hugo", last_name="Paye", roles=[Role.HUMAN_RESOURCES]),
    }


def give_visa(page: Page, agent: Agent, carry_session: SignIn) -> None:
    """From the home page, on a phone: two minutes at most."""
    carry_session(page, agent)
    page.goto("/visas/")
    press(page, page.get_by_role("link", name="Renfort de printemps"))
    expect(page.get_by_text("Deux agents de plus")).to_be_visible()
    press(page, page.get_by_role("button", name="Viser"))
    expect(page.get_by_role("heading", level=1, name="À viser")).to_be_visible()


def test_from_the_agent_to_the_answer(open_page, carry_session, people):
    MemoKindFactory.create(name="effectifs", asks_person=False, asks_dates=False)
    phone = open_page(PHONE)
    carry_session(phone, people["author"])
    phone.goto("/mon-espace/")
    press(phone, phone.get_by_role("link", name="Écrire une note"))
    expect(phone.get_by_role("heading", level=1, name="De quoi s’agit-il")).to_be_visible()
    press(phone, phone.get_by_role("link", name="Effectifs"))
    expect(phone.get_by_role("heading", level=1, name="Effectifs")).to_be_visible()
    # A fault first: it is said, and nothing typed is lost.
    write(phone, phone.get_by_label("Objet"), "Renfort de printemps")
    press(phone, phone.get_by_role("button", name="Envoyer"))
    expect(phone.get_by_text("Écrivez votre note")).to_be_visible()
    expect(phone.get_by_label("Objet")).to_have_value("Renfort de printemps")
    write(phone, phone.get_by_label("Votre note"), "Deux agents de plus pendant huit semaines.")
    press(phone, phone.get_by_role("button", name="Envoyer"))
    expect(phone.get_by_text("Chez Marthe Chef")).to_be_visible()

    give_visa(phone, people["manager"], carry_session)
    give_visa(phone, people["deputy_director"], carry_session)
    assert Memo.objects.get().state == State.RECEIVED

    desk = open_page(DESK)
    carry_session(desk, people["hr"])
    desk.goto("/")
    press(desk, desk.get_by_role("link", name="1 note aux RH à prendre"))
    press(desk, desk.get_by_role("link", name="Renfort de printemps"))
    press(desk, desk.get_by_role("link", name="Répondre"))
    write(desk, desk.get_by_label("Réponse"), "Accordé pour mars et avril.")
    tab_to(desk, desk.get_by_label("avis favorable"))
    desk.keyboard.press("Space")
    press(desk, desk.get_by_role("button", name="Répondre"))
    expect(desk.get_by_text("La réponse est donnée")).to_be_visible()

    carry_session(phone, people["author"])
    phone.goto("/notes/")
    press(phone, phone.get_by_role("link", name="Renfort de printemps"))
    expect(phone.get_by_text("Accordé pour mars et avril.")).to_be_visible()
    expect(phone.locator(".answer")).to_contain_text("Avis favorable")
