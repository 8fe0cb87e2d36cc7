"""Finding something by the keyboard alone: suggestions, results, a page of a file, a link to another rubric."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from core.people.roles import Role
from core.search.models import SeeAlso, UnfoundSearch
from directory.models import Card
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press, tab_to, write
from tests.dematerialisation.factories import PageFactory
from tests.factories import AgentFactory
from tests.search.factories import manual_of
from tests.tips.factories import TipFactory

SignIn = Callable[[Page, Agent], None]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [DESK, PHONE])]


def test_suggestions_by_the_keyboard(open_page: OpenPage, carry_session: SignIn, width: int) -> None:
    TipFactory.create(title="Nommer ses fichiers")
    PageFactory.create(title="Nommer les choses", slug="nommer")
    page = open_page(width)
    carry_session(page, AgentFactory.create())
    page.goto("/")
    field = page.get_by_role("combobox", name="Chercher dans l’intranet")
    tab_to(page, field)
    page.keyboard.type("nomm")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[data-search-box] [role=status]")).to_contain_text("2 suggestions")
    assert_accessible(page)
    assert_no_overflow(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "suggestion-1")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("nomm")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    title = "Nommer ses fichiers" if "fichiers" in chosen.inner_text() else "Nommer les choses"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_results_filters_and_a_page_of_a_file(open_page: OpenPage, carry_session: SignIn, width: int) -> None:
    TipFactory.create(title="La girafe du mois")
    manual_of("Une page.", "La girafe mange.", title="Nourrir les animaux")
    page = open_page(width)
    carry_session(page, AgentFactory.create())
    page.goto("/")
    write(page, page.get_by_label("Chercher dans l’intranet"), "girafe")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Recherche : girafe")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="2 résultats")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    if width == PHONE:
        press(page, page.locator("summary", has_text="Filtrer"))
    press(
        page,
        page.get_by_role("navigation", name="Résultats par rubrique").get_by_role("link", name="Manuels 1"),
    )
    expect(page.get_by_role("heading", level=2, name="1 résultat", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Ouvrir le fichier à la page 2")).to_be_visible()
    press(page, page.get_by_role("link", name="Lire le texte de cette page"))
    expect(page.get_by_text("La girafe mange.")).to_be_visible()


def test_a_question_answered_by_people(open_page: OpenPage, carry_session: SignIn, width: int) -> None:
    """Misspelt, with a word that nothing holds: the person is first all the same, and the page says so."""
    agent = AgentFactory.create(first_name="Nils", last_name="Zorn", phone="04 00 00 99 01")
    Card.objects.create(agent=agent, duties="Les cimetières ; les concessions.")
    PageFactory.create(title="Les cimetières", slug="cimetieres")
    page = open_page(width)
    carry_session(page, AgentFactory.create(first_name="Ada", last_name="Quux"))
    page.goto("/")
    write(
        page,
        page.get_by_label("Chercher dans l’intranet"),
        "qui s’occupe des cimetierres et du télétravail ?",
    )
    page.keyboard.press("Enter")
    first = page.locator(".found > li").first
    expect(first.get_by_role("link", name="Nils Zorn")).to_be_visible()
    expect(first).to_contain_text("04 00 00 99 01")
    expect(first).to_contain_text("sans «\u00a0télétravail\u00a0»")
    expect(page.locator("[role=status].message")).to_contain_text("Rien ne contient tous ces mots")
    box = first.bounding_box()
    assert box
    assert box["y"] <= 560
    assert_accessible(page)
    assert_no_overflow(page)


def test_filters_are_folded_on_a_phone(open_page: OpenPage, carry_session: SignIn, width: int) -> None:
    TipFactory.create(title="La girafe du mois")
    PageFactory.create(title="La girafe", slug="girafe")
    page = open_page(width)
    carry_session(page, AgentFactory.create())
    page.goto("/recherche/?q=girafe")
    choices = page.get_by_role("navigation", name="Résultats par rubrique")
    if width == PHONE:
        expect(choices).to_be_hidden()
        press(page, page.locator("summary", has_text="Filtrer"))
    press(page, choices.get_by_role("link", name="Conseils du mois 1"))
    expect(page.get_by_role("heading", level=2, name="1 résultat", exact=True)).to_be_visible()
    if width == PHONE:
        expect(page.locator("summary", has_text="Filtrer (1)")).to_be_visible()


def test_the_group_answers_what_is_not_found(open_page: OpenPage, carry_session: SignIn, width: int) -> None:
    TipFactory.create(title="La restauration scolaire")
    UnfoundSearch.objects.create(month=timezone.localdate().replace(day=1), words="cantoche", times=5)
    page = open_page(width)
    carry_session(page, AgentFactory.create(roles=[Role.PROJECT_GROUP]))
    page.goto(reverse("admin:search_unfoundsearch_changelist"))
    assert_accessible(page)
    press(page, page.get_by_role("link", name="Ajouter un équivalent à « cantoche »"))
    expect(page.get_by_label("ce que l’on tape")).to_have_value("cantoche")
    write(page, page.get_by_label("équivalents"), "restauration scolaire")
    page.keyboard.press("Enter")
    expect(page.locator("#result_list").get_by_role("link", name="cantoche", exact=True)).to_be_visible()
    page.goto("/recherche/?q=cantoche")
    expect(page.get_by_role("link", name="La restauration scolaire")).to_be_visible()


def test_a_link_to_another_rubric(open_page: OpenPage, carry_session: SignIn, width: int) -> None:
    tip = TipFactory.create(title="Nommer ses fichiers")
    PageFactory.create(title="Classer ses dossiers", slug="classer")
    page = open_page(width)
    carry_session(page, AgentFactory.create(roles=[Role.PROJECT_GROUP]))
    page.goto(tip.get_absolute_url())
    press(page, page.get_by_role("link", name="Ajouter un lien"))
    write(page, page.get_by_label("Que voulez-vous lier ?"), "classer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="1 résultat", exact=True)).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Lier à cette page"))
    expect(page.get_by_role("heading", level=2, name="Voir aussi")).to_be_visible()
    press(page, page.get_by_role("main").get_by_role("link", name="Classer ses dossiers"))
    expect(page.get_by_role("main").get_by_role("link", name="Nommer ses fichiers")).to_be_visible()
    press(page, page.get_by_role("button", name="Retirer le lien vers « Nommer ses fichiers »"))
    expect(page.get_by_text("est retiré")).to_be_visible()
    assert not SeeAlso.objects.exists()


def test_the_box_works_without_script(open_page: OpenPage, carry_session: SignIn, width: int) -> None:
    TipFactory.create(title="Nommer ses fichiers")
    page = open_page(width, java_script_enabled=False)
    carry_session(page, AgentFactory.create())
    page.goto("/")
    field = page.get_by_label("Chercher dans l’intranet")
    field.fill("nommer")
    page.get_by_role("button", name="Lancer la recherche").click()
    expect(page.get_by_role("heading", level=2, name="1 résultat", exact=True)).to_be_visible()
