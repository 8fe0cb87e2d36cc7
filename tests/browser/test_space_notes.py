"""A note of a space by keyboard, on a phone: saved by somebody else meanwhile, then merged by hand."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent
from spaces.models import NoteVersion
from spaces.notes import actions
from tests.browser.conftest import OpenPage
from tests.browser.tools import PHONE, assert_accessible, assert_no_overflow, press, tab_to
from tests.factories import AgentFactory
from tests.spaces.factories import a_note, project_with

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_people_write_and_the_second_merges(
    open_page: OpenPage, carry_session: Callable[[Page, Agent], None]
) -> None:
    lead, member = AgentFactory.create(), AgentFactory.create()
    note = a_note(project_with(lead=lead, member=member), lead, body="<p>Premier jet.</p>")
    page = open_page(PHONE)
    carry_session(page, member)
    page.goto(note.get_absolute_url())
    press(page, page.get_by_role("main").get_by_role("link", name="Modifier"))
    editor = page.locator(".ProseMirror[contenteditable=true]")
    tab_to(page, editor)
    page.keyboard.press("Control+End")
    page.keyboard.type(" Et le mien.")
    actions.save_version(note, by=lead, title="Compte rendu", body="<p>Celui de la pilote.</p>")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_role("heading", name="Ce qui est enregistré maintenant")).to_be_visible()
    expect(page.get_by_text("Celui de la pilote.")).to_be_visible()
    expect(editor).to_have_text("Premier jet. Et le mien.")
    assert_accessible(page)
    assert_no_overflow(page)
    tab_to(page, editor)
    page.keyboard.press("Control+A")
    page.keyboard.type("Celui de la pilote, et le mien.")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("Celui de la pilote, et le mien.")).to_be_visible()
    assert list(NoteVersion.objects.order_by("number").values_list("body", flat=True)) == [
        "<p>Premier jet.</p>",
        "<p>Celui de la pilote.</p>",
        "<p>Celui de la pilote, et le mien.</p>",
    ]
    press(page, page.get_by_role("link", name="Ses versions"))
    press(page, page.get_by_role("link", name="Ce qui a changé dans la version 3"))
    title = "De la version 2 à la version 3"
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
