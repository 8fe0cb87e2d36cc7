"""The rich-text editor speaks French."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import AgentFactory
from tests.manuals.factories import SoftwareFactory

pytestmark = pytest.mark.django_db(transaction=True)
BUTTONS = ".prose-menubar button"


def test_its_buttons_and_its_windows_are_in_french(open_page, carry_session):
    page, referent = open_page(), AgentFactory.create()
    software = SoftwareFactory.create(functional_referent=referent)
    carry_session(page, referent)
    page.goto(reverse("manuals:manual_add_page", args=[software.reference]))
    page.locator(".ProseMirror[contenteditable=true]").click()
    page.keyboard.type("Trois clics suffisent.")
    page.keyboard.press("Control+A")
    titles = page.locator(BUTTONS).evaluate_all("all => all.map(each => each.title).filter(Boolean)")
    assert titles == [
        "Paragraphe",
        "Liste à puces",
        "Liste numérotée",
        "Propriétés de la liste",
        "Citation",
        "Gras",
        "Italique",
        "Mettre un lien",
        "Retirer le lien",
        "Annuler la dernière frappe",
        "Refaire",
    ]
    assert titles == page.locator(BUTTONS).evaluate_all(
        "all => all.map(each => each.ariaLabel).filter(Boolean)"
    )
    options = page.locator(".prose-menubar__option").all_text_contents()
    assert options == ["Titre 2", "Titre 3", "Paragraphe"]
    page.get_by_role("button", name="Mettre un lien").click()
    dialog = page.locator("dialog")
    expect(dialog).to_be_visible()
    for words in ("Le lien", "Adresse", "Titre"):
        expect(dialog.get_by_text(words, exact=True)).to_be_visible()
    assert dialog.get_by_role("button").all_text_contents() == ["Enregistrer", "Annuler"]


def test_going_back_shows_the_words_that_the_browser_kept(open_page, carry_session):
    page, referent = open_page(), AgentFactory.create()
    software = SoftwareFactory.create(functional_referent=referent)
    carry_session(page, referent)
    page.goto(reverse("manuals:manual_add_page", args=[software.reference]))
    editor = page.locator(".ProseMirror[contenteditable=true]")
    editor.click()
    page.keyboard.type("Trois clics suffisent.")
    page.goto(reverse("manuals:software_list"))
    page.go_back()
    expect(editor).to_have_text("Trois clics suffisent.")
    editor.press("Control+End")
    page.keyboard.type(" Ou deux.")
    expect(page.locator("textarea[name=body]")).to_have_value("<p>Trois clics suffisent. Ou deux.</p>")
