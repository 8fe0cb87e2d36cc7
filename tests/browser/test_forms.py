"""Forms: sent once, kept when one comes back, their room counted."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from core.people.models import Agent
from manuals.models import FollowUp
from tests.browser.tools import assert_accessible, press, write
from tests.dematerialisation.factories import AssessmentFactory, a_head
from tests.manuals.factories import SoftwareFactory

pytestmark = pytest.mark.django_db(transaction=True)


def fill_follow_up(page: Page, referent: Agent) -> None:
    software = SoftwareFactory.create(functional_referent=referent)
    page.goto(reverse("manuals:follow_up_open", args=[software.reference]))
    page.get_by_label("Pour quel problème").select_option(index=1)
    write(page, "Ce qu’il faut faire", "Relire le contrat avec le vendeur")
    write(page, "Qui s’en charge", referent.identifiant)
    page.get_by_label("Pour le").fill("2099-01-08")


def test_back_then_sent_again_opens_one(open_page, carry_session, outsider):
    """The page is loaded again, under another key, and the browser puts the words back in it."""
    page = open_page()
    carry_session(page, outsider)
    fill_follow_up(page, outsider)
    press(page, page.get_by_role("button", name="Ouvrir la suite"))
    expect(page.get_by_text("La suite est ouverte")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Ce qu’il faut faire")).to_have_value("Relire le contrat avec le vendeur")
    press(page, page.get_by_role("button", name="Ouvrir la suite"))
    expect(page.get_by_text("rien n’est fait une seconde fois")).to_be_visible()
    assert FollowUp.objects.count() == 1


def test_the_buttons_rest_until_the_answer_comes(open_page, carry_session, outsider):
    page = open_page()
    carry_session(page, outsider)
    fill_follow_up(page, outsider)

    def answer_nothing(route: Route) -> None:
        # The browser stays on the page.
        if route.request.method == "POST":
            route.fulfill(status=204)
        else:
            route.continue_()

    page.route("**/*", answer_nothing)
    button = page.get_by_role("button", name="Ouvrir la suite")
    button.click()
    expect(button).to_be_disabled()
    # Back from the browser's memory, the buttons work again.
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(button).to_be_enabled()
    page.unroute("**/*")
    button.click()
    expect(page.get_by_text("La suite est ouverte")).to_be_visible()


def test_the_room_left_is_counted_as_the_server_counts(open_page, carry_session, outsider):
    page = open_page()
    carry_session(page, outsider)
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


def test_words_are_counted_as_the_server_counts(open_page, carry_session):
    head = a_head()
    page = open_page()
    carry_session(page, head)
    page.goto(AssessmentFactory.create(begun_by=head).get_absolute_url())
    page.get_by_role("link", name=re.compile("(Écrire|Corriger).*L’idée, en cinquante mots")).click()
    field = page.get_by_label("L’idée, en cinquante mots")
    field.fill("mot " * 51)
    expect(page.get_by_text("1\u00a0mot de trop\u00a0: 50 au plus.")).to_be_visible()
    assert_accessible(page)
    field.fill("Le papier recule\u00a0: les services se parlent.")
    expect(page.get_by_text("7\u00a0mots sur 50.")).to_be_visible()
