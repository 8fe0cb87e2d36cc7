"""A survey to its action, on a phone by the keyboard: interview, answer, wish, priority, grid, action."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from dematerialisation.models import Action, Wish
from tests.browser.tools import PHONE, press, tab_to, write
from tests.dematerialisation.factories import InterviewFactory, a_head, question_of
from tests.factories import member

WISH = "Ne plus retaper les inscriptions du gymnase."
PRIORITY = "Saisir une seule fois"


def choose(page: Page, name: str, rank: int) -> None:
    """The radio of this rank, from 0, as the arrows reach it."""
    tab_to(page, page.get_by_role("group", name=name).get_by_role("radio").first)
    page.keyboard.press("Space")
    for _ in range(rank):
        page.keyboard.press("ArrowDown")


def answer(page: Page, interview: Any) -> None:
    page.goto(interview.get_absolute_url())
    press(page, page.get_by_role("link", name="Préparer, noter"))
    write(page, "Lieu (facultatif)", "Piscine des Embruns")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.locator(".messages")).to_contain_text("L’entretien est noté")
    field = page.get_by_label(question_of(interview, "text").text)
    write(page, field, f"{WISH} Deux fois par semaine.")
    expect(page.locator("[data-answer]", has=field).locator("[data-said]")).to_contain_text("Gardé à")


def wish_and_priority(page: Page) -> None:
    press(page, page.get_by_role("link", name="En faire un souhait"))
    expect(page.get_by_label("Le souhait, en une phrase")).to_have_value(WISH)
    press(page, page.get_by_role("button", name="Enregistrer", exact=True))
    expect(page.locator("strong", has_text=WISH)).to_be_visible()
    assert Wish.objects.get().answer
    page.goto("/groupe/priorites/")
    press(page, page.get_by_role("link", name="Ajouter une priorité"))
    write(page, page.get_by_label("Nom"), PRIORITY)
    tab_to(page, page.get_by_label(WISH))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Enregistrer", exact=True))
    expect(page.get_by_text(PRIORITY).first).to_be_visible()
    page.goto("/groupe/priorites/")
    expect(page.get_by_text("1\u00a0direction la demande")).to_be_visible()


def decide_and_screen(page: Page) -> None:
    press(page, page.get_by_role("link", name=PRIORITY))
    press(page, page.get_by_role("link", name="Créer une action"))
    press(page, page.get_by_role("button", name="Créer l’action"))
    # Neither started nor done before its values and its pitfalls are said.
    expect(page.get_by_role("link", name="Commencer")).to_have_count(0)
    expect(page.get_by_role("link", name="C’est fait")).to_have_count(0)
    press(page, page.get_by_role("link", name="Passer au filtre"))
    for value in ("Simplification", "Partage", "Rapidité"):
        choose(page, value, 3)
    for pitfall in ("Relations déshumanisées", "Archivage fragile", "Métiers rendus inutiles"):
        choose(page, pitfall, 0)
    choose(page, "Résultat", 0)
    press(page, page.get_by_role("button", name="Passer au filtre"))
    # A second member reads the answers before anybody starts.
    expect(page.get_by_text("un second membre du groupe le valide")).to_be_visible()
    expect(page.get_by_role("link", name="Commencer")).to_have_count(0)


def confirm(page: Page) -> None:
    page.goto(Action.objects.get().get_absolute_url())
    press(page, page.get_by_role("link", name="Valider le filtre"))
    expect(page.get_by_role("heading", level=1, name="Valider le filtre")).to_be_visible()
    press(page, page.get_by_role("button", name="Valider le filtre"))
    expect(page.get_by_text("Le filtre est validé.")).to_be_visible()


def start(page: Page, leader: Agent) -> None:
    page.goto(Action.objects.get().get_absolute_url())
    press(page, page.get_by_role("link", name="Commencer"))
    write(page, page.get_by_label("Qui mène l’action"), leader.identifiant)
    tab_to(page, page.get_by_label("À finir pour le"))
    page.get_by_label("À finir pour le").fill(f"{timezone.localdate() + timedelta(days=60)}")
    press(page, page.get_by_role("button", name="Commencer"))
    expect(page.get_by_text("L’action est en cours.")).to_be_visible()
    assert Action.objects.get().state == "in_progress"
    # The way back to who asked.
    expect(page.get_by_text(WISH).first).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_from_an_interview_to_the_action(open_page, carry_session):
    head = a_head()
    page = open_page(PHONE)
    carry_session(page, head)
    answer(page, InterviewFactory.create(direction__name="Sports"))
    wish_and_priority(page)
    decide_and_screen(page)
    carry_session(page, member())
    confirm(page)
    carry_session(page, head)
    start(page, head)
