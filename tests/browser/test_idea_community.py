"""An idea read, supported, followed and talked about, by the keyboard alone, with a script or without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent
from core.people.roles import Role
from suggestions.comments import actions as comments
from suggestions.merging import actions as merging
from suggestions.models import Comment, Follow, Support
from suggestions.states import State
from tests.browser.conftest import OpenPage
from tests.browser.tools import (
    DESK,
    PHONE,
    assert_accessible,
    assert_no_overflow,
    press,
    press_folded,
    tab_to,
    write,
)
from tests.factories import AgentFactory
from tests.suggestions.factories import idea_in

SignIn = Callable[[Page, Agent], None]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "has_script"), [(DESK, True), (PHONE, False)])
def test_to_support_to_follow_and_to_talk(
    open_page: OpenPage, carry_session: SignIn, width: int, has_script: bool
) -> None:
    reader = AgentFactory.create(first_name="Paul", last_name="Roux")
    moderator = AgentFactory.create(first_name="Rose", last_name="Leroy", roles=[Role.PROJECT_GROUP])
    idea, twin = (
        idea_in(State.UNDER_STUDY, title="Un seul formulaire"),
        idea_in(State.UNDER_STUDY, title="Moins de papier"),
    )
    first = comments.comment(
        idea, by=AgentFactory.create(first_name="Inès", last_name="Haddad"), text="Chez nous aussi."
    )
    merging.merge(idea, twin, by=moderator)
    page = open_page(width, java_script_enabled=has_script)
    carry_session(page, reader)
    page.goto(twin.get_absolute_url())
    expect(page.get_by_text("le groupe l’a réunie à celle-ci")).to_be_visible()
    press(page, page.get_by_role("button", name="Moi aussi, je soutiens"))
    expect(page.get_by_role("button", name="ne plus soutenir")).to_be_visible()
    press(page, page.get_by_role("button", name="Suivre", exact=True))
    expect(page.get_by_role("button", name="ne plus suivre")).to_be_visible()
    assert Support.objects.get().agent == Follow.objects.get().agent == reader
    write(page, page.get_by_label("Votre commentaire"), "Oui, trois fois oui.")
    press(page, page.get_by_role("button", name="Publier mon commentaire"))
    expect(page.get_by_text("Oui, trois fois oui.")).to_be_visible()
    press(page, page.get_by_role("link", name="Répondre à Inès Haddad"))
    write(page, page.get_by_label("Votre réponse"), "Quel bâtiment ?")
    if has_script:
        assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Publier ma réponse"))
    expect(page.get_by_text("Quel bâtiment ?")).to_be_visible()
    assert Comment.objects.get(parent=first).author == reader
    press(page, page.get_by_role("link", name="Signaler le commentaire écrit par Inès Haddad"))
    write(page, page.get_by_label("Pourquoi ne devrait-il pas rester"), "Elle se trompe d’idée.")
    press(page, page.get_by_role("button", name="Signaler au groupe"))
    expect(page.get_by_text("le groupe va lire ce commentaire")).to_be_visible()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_to_settle_a_report_and_part_two_ideas(
    open_page: OpenPage, carry_session: SignIn, width: int
) -> None:
    moderator = AgentFactory.create(first_name="Rose", last_name="Leroy", roles=[Role.PROJECT_GROUP])
    idea, twin = (
        idea_in(State.UNDER_STUDY, title="Un seul formulaire"),
        idea_in(State.UNDER_STUDY, title="Moins de papier"),
    )
    comment = comments.comment(idea, by=AgentFactory.create(), text="Quel âne.")
    comments.report(comment, by=AgentFactory.create(), reason="Une insulte.")
    page = open_page(width)
    carry_session(page, moderator)
    page.goto("/idees/signalements/")
    assert_accessible(page)
    press(page, page.get_by_role("link", name="Quel âne."))
    expect(page.get_by_text("Une insulte.")).to_be_visible()
    press(page, page.get_by_role("link", name="Cacher ce commentaire"))
    write(page, page.get_by_label("Pourquoi, pour son auteur"), "C’est une insulte.")
    press(page, page.get_by_role("button", name="Cacher ce commentaire"))
    expect(page.get_by_text("Commentaire caché par le groupe")).to_be_visible()
    assert_accessible(page)
    page.goto(twin.get_absolute_url())
    press_folded(page, "Réunir à une autre idée")
    write(page, page.get_by_label("Chercher l’autre idée"), idea.label)
    press(page, page.get_by_role("button", name="Réunir à une autre idée"))
    choice = page.get_by_label(idea.title)
    tab_to(page, choice)
    page.keyboard.press("Space")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Réunir à une autre idée"))
    expect(page.get_by_text("se lit maintenant avec")).to_be_visible()
    press_folded(page, "Séparer de nouveau")
    press(page, page.get_by_role("button", name="Séparer de nouveau"))
    expect(page.get_by_text("Chacune a retrouvé sa page")).to_be_visible()
