"""An interview from its preparation to its end, each answer kept as it is typed, by the keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from core.people.models import Agent
from dematerialisation.models import Answer, Interview
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press, tab_to, write
from tests.dematerialisation.factories import InterviewFactory, question_of
from tests.factories import AgentFactory, DirectionFactory

pytestmark = [pytest.mark.django_db(transaction=True)]
CarrySession = Callable[[Page, Agent], None]


def looked_at(page: Page) -> None:
    assert_no_overflow(page)
    assert_accessible(page)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_an_interview_from_preparation_to_results(
    open_page: OpenPage, carry_session: CarrySession, moderator: Agent, width: int
) -> None:
    DirectionFactory.create(name="Sports", head=AgentFactory.create())
    page = open_page(width)
    carry_session(page, moderator)
    page.goto("/enquetes/")
    press(page, page.get_by_role("link", name="Commencer une enquête"))
    expect(page.get_by_role("heading", level=1, name="Commencer une enquête")).to_be_visible()
    write(page, "Son titre", "Ce dont vous avez besoin")
    tab_to(page, page.get_by_label("À finir pour le"))
    page.get_by_label("À finir pour le").fill("2099-12-31")
    looked_at(page)
    press(page, page.get_by_role("button", name="Commencer l’enquête"))
    expect(page.get_by_text("0\u00a0direction sur")).to_be_visible()
    looked_at(page)
    DirectionFactory.create(name="Venue après")
    press(page, page.get_by_role("link", name="Corriger l’enquête"))
    expect(page.get_by_role("heading", level=1, name="Corriger l’enquête")).to_be_visible()
    looked_at(page)
    write(page, "Son titre", "Ce dont vous avez vraiment besoin")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("Supprimer l’enquête").first).to_be_visible()
    looked_at(page)
    press(page, page.get_by_role("button", name="Ajouter les directions qui manquent"))
    expect(page.get_by_role("link", name="Venue après")).to_be_visible()
    press(page, page.get_by_role("link", name="Sports"))
    press(page, page.get_by_role("link", name="Préparer, noter"))
    expect(page.get_by_role("heading", level=1, name="Préparer l’entretien")).to_be_visible()
    looked_at(page)
    write(page, "Lieu (facultatif)", "Piscine des Embruns")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.locator(".messages")).to_contain_text("L’entretien est noté")
    looked_at(page)
    # Typed, and kept without a button.
    field = page.get_by_label("Quel papier voudriez-vous ne plus jamais remplir")
    write(page, field, "Le bon de commande.")
    box = page.locator("[data-answer]", has=field)
    expect(box.locator("[data-said]")).to_contain_text("Gardé à")
    assert Answer.objects.get().text == "Le bon de commande."
    page.reload()
    expect(field).to_have_value("Le bon de commande.")
    press(page, page.get_by_role("link", name="L’entretien est fait"))
    expect(page.get_by_text("questions sans réponse")).to_be_visible()
    looked_at(page)
    press(page, page.get_by_role("button", name="L’entretien est fait"))
    expect(page.get_by_role("button", name="Rouvrir")).to_be_visible()
    expect(page.get_by_text("Le bon de commande.")).to_be_visible()
    looked_at(page)
    press(page, page.get_by_role("link", name="Ce dont vous avez vraiment besoin").first)
    expect(page.get_by_text("1\u00a0direction sur")).to_be_visible()
    press(page, page.get_by_role("link", name="Les résultats"))
    expect(page.get_by_role("heading", level=1, name="Ce que les directions ont répondu")).to_be_visible()
    expect(page.get_by_text("Le bon de commande.")).to_be_visible()
    looked_at(page)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_head_finds_the_form_and_says_that_they_have_finished(
    open_page: OpenPage, carry_session: CarrySession, width: int
) -> None:
    row: Any = InterviewFactory.create(sent=True)
    page = open_page(width)
    carry_session(page, row.direction.head)
    page.goto("/")
    press(page, page.get_by_role("link", name="1 questionnaire à remplir"))
    press(page, page.get_by_role("link", name=str(row.direction)))
    expect(page.get_by_role("button", name="J’ai fini")).to_be_visible()
    looked_at(page)
    press(page, page.get_by_role("button", name="J’ai fini"))
    expect(page.get_by_text("Vous avez dit avoir fini")).to_be_visible()
    looked_at(page)


def test_a_bad_network_and_a_second_interviewer_lose_nothing(
    open_page: OpenPage, carry_session: CarrySession, moderator: Agent
) -> None:
    row: Any = InterviewFactory.create()
    question = question_of(row, "text")
    page = open_page(PHONE)
    carry_session(page, moderator)

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.goto(row.get_absolute_url())
    page.route("**/remplir/", refuse)
    field = page.get_by_label(question.text)
    write(page, field, "Dit sans réseau.")
    said = page.locator("[data-answer]", has=field).locator("[data-said]")
    expect(said).to_contain_text("Le réseau ne répond pas")
    page.watch.faults.clear()  # type: ignore[attr-defined]  # the console tells of the request that was cut
    Answer.objects.create(interview=row, question=question, text="Dit par l’autre.", answered_by=moderator)
    page.unroute("**/remplir/")
    page.watch.expect_status(409)  # type: ignore[attr-defined]  # set by open_page
    expect(said).to_contain_text("Dit par l’autre.")
    expect(field).to_have_value("Dit sans réseau.")
    # Going on typing chooses nothing: the other's answer stands until a button is pressed.
    write(page, field, "Dit sans réseau, et la suite.")
    page.wait_for_timeout(2000)
    assert Answer.objects.get().text == "Dit par l’autre."
    looked_at(page)
    press(page, said.get_by_role("button", name="Garder ma réponse"))
    expect(said).to_contain_text("Gardé à")
    assert Answer.objects.get().text == "Dit sans réseau, et la suite."
    assert Interview.objects.get().answers.get().version == 2
