"""A referent fills in the three parts of a software on a phone, with a keyboard; a follow-up is opened and closed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from manuals.models import FollowUp, Software
from tests.browser.conftest import OpenPage
from tests.browser.tools import PHONE, assert_accessible, assert_no_overflow, press, tab_to, write
from tests.factories import AgentFactory
from tests.manuals.factories import ContractFactory, SoftwareFactory

SignIn = Callable[[Page, Agent], None]
pytestmark = pytest.mark.django_db(transaction=True)


def checked(page: Page) -> None:
    assert_accessible(page)
    assert_no_overflow(page)


def choose(page: Page, label: str, words: str) -> None:
    """By the keyboard: a select takes the first letters of a choice."""
    field = page.get_by_label(label)
    tab_to(page, field)
    page.keyboard.type(words)
    expect(field.locator("option:checked")).to_contain_text(words)


def open_form(page: Page, part: str) -> None:
    press(page, page.get_by_role("region", name=part).get_by_role("link"))
    expect(page.get_by_role("heading", level=1, name=part)).to_be_visible()
    checked(page)


def saved(page: Page, part: str, mark: str) -> None:
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text(f"«\u00a0{part}\u00a0» est à jour.")).to_be_visible()
    expect(page.get_by_role("region", name=part).get_by_text(mark, exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_three_parts_on_a_phone(open_page: OpenPage, carry_session: SignIn, scheme: str) -> None:
    referent = AgentFactory.create(first_name="Salomé", last_name="Verdier")
    software = SoftwareFactory.create(name="Budgétine", functional_referent=referent)
    page = open_page(PHONE, scheme)
    carry_session(page, referent)
    page.goto(software.get_absolute_url())
    checked(page)

    open_form(page, "Archivage électronique")
    write(page, page.get_by_label("Ce qu’il conserve"), "Les mandats et les titres")
    write(page, page.get_by_label("Combien de temps"), "dix ans")
    choose(page, "Sort final", "Tri")
    # A result without a date: said beside the date, and nothing typed is lost.
    choose(page, "Résultat de l’essai", "réussi")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("donnez les deux, ou aucun").first).to_be_visible()
    expect(page.get_by_label("Ce qu’il conserve")).to_have_value("Les mandats et les titres")
    checked(page)
    page.get_by_label("Essayé pour la dernière fois le").fill(timezone.localdate().isoformat())
    saved(page, "Archivage électronique", "Connu et testé")

    open_form(page, "Mises à jour des circuits")
    choose(page, "Où en sont les circuits", "Aucun")
    saved(page, "Mises à jour des circuits", "Connu")

    open_form(page, "Reprise des données")
    write(page, page.get_by_label("Sous quel format"), "CSV")
    write(page, page.get_by_label("Qui détient la copie"), "personne")
    # Nobody holds the copy: a danger, whatever is known of the rest.
    saved(page, "Reprise des données", "En danger")
    checked(page)
    kept = Software.objects.with_problems().get()
    assert kept.archiving.final_action == "sort"
    assert kept.workflowupdates.state == "none"
    assert (kept.datarecovery.format, kept.datarecovery.filled_by) == ("CSV", referent)


def test_a_follow_up_and_a_contract_s_date(open_page: OpenPage, carry_session: SignIn) -> None:
    referent, colleague = AgentFactory.create(), AgentFactory.create(first_name="Inès", last_name="Haddad")
    software = SoftwareFactory.create(name="Budgétine", functional_referent=referent)
    in_a_month = timezone.localdate() + timedelta(30)
    ContractFactory.create(software=software, ends_on=in_a_month, notice_on=None)
    page = open_page(PHONE)
    carry_session(page, referent)
    page.goto(software.get_absolute_url())
    press(page, page.get_by_role("link", name="Ouvrir une suite", exact=True))
    expect(page.get_by_role("heading", level=1, name="Ouvrir une suite")).to_be_visible()
    checked(page)
    choose(page, "Pour quel problème", "Reprise")
    write(page, page.get_by_label("Ce qu’il faut faire"), "Essayer un export complet")
    write(page, page.get_by_label("Qui s’en charge"), "Inès Haddad")
    page.get_by_label("Pour le").fill(in_a_month.isoformat())
    press(page, page.get_by_role("button", name="Ouvrir la suite"))
    expect(page.get_by_text("Inès Haddad s’en charge.", exact=False).first).to_be_visible()
    press(page, page.get_by_role("link", name="Je m’en occupe"))
    expect(page.get_by_role("heading", level=1, name="Contrat qui finit")).to_be_visible()
    checked(page)
    page.get_by_label("Ce sera réglé pour le").fill(in_a_month.isoformat())
    press(page, page.get_by_role("button", name="Je m’en occupe"))
    expect(page.get_by_text("C’est noté")).to_be_visible()
    checked(page)

    hers = open_page(PHONE)
    carry_session(hers, colleague)
    hers.goto("/")
    press(hers, hers.get_by_role("link", name="1 suite à donner à un progiciel"))
    expect(hers.get_by_role("heading", level=1, name="Suites à donner")).to_be_visible()
    checked(hers)
    press(hers, hers.get_by_role("main").get_by_role("link", name="Clore"))
    expect(hers.get_by_role("heading", level=1, name="Clore cette suite")).to_be_visible()
    checked(hers)
    write(hers, hers.get_by_label("Ce que cela a donné"), "Tout est revenu, sauf l’historique.")
    press(hers, hers.get_by_role("button", name="Clore la suite"))
    expect(hers.get_by_text("Tout est revenu, sauf l’historique.")).to_be_visible()
    expect(hers.get_by_role("heading", name="Le contrat")).to_have_count(0)
    checked(hers)
    assert FollowUp.objects.get().closed_by == colleague
