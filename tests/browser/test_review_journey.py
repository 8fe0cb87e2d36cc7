"""The group drafts, finishes and publishes an article, and takes its issue's zip; an agent finds and reads it."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press, write
from tests.dematerialisation.factories import ReviewIssueFactory
from tests.factories import AgentFactory, member
from tests.manuals.factories import SoftwareFactory
from tests.tips.factories import TipFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [DESK, PHONE])]
SUBJECT = "Les progiciels métiers sous l’angle de leurs problématiques communes"


def draft(page: Page) -> None:
    page.goto("/groupe/")
    press(page, page.get_by_role("link", name="La revue", exact=True))
    expect(page.get_by_role("heading", level=1, name="La revue")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name=f"Commencer l’article\u00a0: {SUBJECT}"))
    expect(page.get_by_text("Le brouillon est là, avec les chiffres du jour")).to_be_visible()


def finish_and_publish(page: Page) -> None:
    editor = page.locator(".ProseMirror[contenteditable=true]")
    expect(editor).to_contain_text("La mairie travaille chaque jour avec 2 progiciels")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" Une gélinotte l’a dit.")
    page.get_by_label("Dans le numéro").select_option(index=1)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(editor).to_contain_text("gélinotte")
    press(page, page.get_by_role("link", name="Relire avec ses chiffres et ses images, et publier"))
    expect(page.get_by_role("article")).to_contain_text("gélinotte")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Publier l’article"))
    expect(page.get_by_text("L’article est publié")).to_be_visible()


def take_the_zip(page: Page, folder: Path) -> list[str]:
    page.goto("/revue/")
    press(page, page.get_by_role("main").get_by_role("link", name="La revue d").last)
    expect(page.get_by_role("heading", level=1, name="La revue d")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    # Two PDFs are made first: a loaded machine takes its time.
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="Tout télécharger (zip)").click(no_wait_after=True, timeout=60_000)
    download.value.save_as(folder / "revue.zip")
    return zipfile.ZipFile(folder / "revue.zip").namelist()


def find_and_read(page: Page) -> None:
    page.goto("/")
    write(page, page.get_by_role("combobox", name="Chercher dans l’intranet"), "gélinotte")
    page.keyboard.press("Enter")
    press(page, page.get_by_role("main").get_by_role("link", name=SUBJECT))
    expect(page.get_by_role("heading", level=1, name=SUBJECT)).to_be_visible()
    expect(page.get_by_text("Une gélinotte l’a dit.")).to_be_visible()
    expect(page.get_by_role("heading", name="Les chiffres")).to_be_visible()
    expect(page.get_by_role("link", name="Choisir son numéro")).to_have_count(0)
    assert_accessible(page)
    assert_no_overflow(page)


def test_from_the_figures_to_the_reader(
    open_page: OpenPage,
    carry_session: Callable[[Page, Agent], None],
    width: int,
    tmp_path: Path,
) -> None:
    writer, reader = member(), AgentFactory.create()
    TipFactory.create(title="Les onglets", author=writer)
    ReviewIssueFactory.create()
    SoftwareFactory.create_batch(2)
    page = open_page(width)
    carry_session(page, writer)
    draft(page)
    finish_and_publish(page)
    names = take_the_zip(page, tmp_path)
    assert [name for name in names if name.endswith(f"{SUBJECT}.pdf")]
    assert [name for name in names if name.endswith("conseil Les onglets.txt")]
    other = open_page(width)
    carry_session(other, reader)
    find_and_read(other)
