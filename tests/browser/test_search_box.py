"""The search box and the fields that name people, as comboboxes: by the arrows, Enter, Escape."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.tools import PHONE, assert_usable, tab_to
from tests.dematerialisation.factories import PageFactory
from tests.factories import AgentFactory
from tests.tips.factories import TipFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_suggestions_by_the_keyboard(open_page, carry_session, outsider):
    TipFactory.create(title="Nommer ses fichiers")
    PageFactory.create(title="Nommer les choses", slug="nommer")
    page = open_page(PHONE)
    carry_session(page, outsider)
    page.goto("/")
    field = page.get_by_role("combobox", name="Chercher dans l’intranet")
    tab_to(page, field)
    page.keyboard.type("nomm")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search-box [role=status]")).to_contain_text("2 suggestions")
    assert_usable(page)
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "suggestions-1")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("nomm")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]").inner_text()
    page.keyboard.press("Enter")
    title = "Nommer ses fichiers" if "fichiers" in chosen else "Nommer les choses"
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_enter_searches_and_a_click_opens(open_page, carry_session, outsider):
    TipFactory.create(title="Nommer ses fichiers")
    page = open_page()
    carry_session(page, outsider)
    page.goto("/")
    field = page.get_by_role("combobox", name="Chercher dans l’intranet")
    field.press_sequentially("zzz")
    expect(page.locator(".search-box [role=status]")).to_contain_text("Aucune suggestion")
    field.fill("")
    field.press_sequentially("nomm")
    page.get_by_role("option", name="Nommer ses fichiers").click()
    expect(page.get_by_role("heading", level=1, name="Nommer ses fichiers")).to_be_visible()
    field.press_sequentially("nommer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="1 résultat", exact=True)).to_be_visible()


def test_the_box_works_without_script(open_page, carry_session, outsider):
    TipFactory.create(title="Nommer ses fichiers")
    page = open_page(java_script_enabled=False)
    carry_session(page, outsider)
    page.goto("/")
    page.get_by_label("Chercher dans l’intranet").fill("nommer")
    page.get_by_role("button", name="Lancer la recherche").click()
    expect(page.get_by_role("heading", level=2, name="1 résultat", exact=True)).to_be_visible()


def test_a_person_is_chosen_by_typing(open_page, carry_session, outsider):
    for name in ("Nadia", "Paul"):
        AgentFactory.create(
            first_name=name, last_name="Zorn", identifiant=f"{name.lower()}z", function="paveur"
        )
    page = open_page(PHONE)
    carry_session(page, outsider)
    page.goto(reverse("absence_note"))
    field = page.get_by_role("combobox", name="Qui agit à la place")
    tab_to(page, field)
    page.keyboard.type("zor")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.first).to_contain_text("paveur")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert_usable(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Paul Zorn (paulz)")
    expect(options.first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_contain_text("absence")
