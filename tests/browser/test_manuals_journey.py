"""An agent finds a manual and keeps it; its referent says that the software is down, then replaces the manual."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent
from manuals.models import Manual, Pin
from tests.browser.conftest import OpenPage
from tests.browser.tools import (
    DESK,
    PHONE,
    assert_accessible,
    assert_no_overflow,
    press,
    tab_to,
    unfold_filters,
    write,
)
from tests.factories import AgentFactory
from tests.manuals.factories import PDF, ManualFactory, NeedFactory, SoftwareFactory

SignIn = Callable[[Page, Agent], None]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [DESK, PHONE])]


def town() -> tuple[Agent, Agent]:
    reader = AgentFactory.create(first_name="Nadia", last_name="Benali")
    referent = AgentFactory.create(first_name="Salomé", last_name="Verdier", phone="04 00 00 01 02")
    software = SoftwareFactory.create(
        name="Budgétine", functional_referent=referent, needs=[NeedFactory.create(name="payer")]
    )
    ManualFactory.create(software=software, title="Payer une facture", audience="les comptables")
    return reader, referent


def find_and_pin(page: Page) -> None:
    page.goto("/")
    press(page, page.get_by_role("navigation", name="Rubriques").get_by_role("link", name="Progiciels"))
    unfold_filters(page)
    write(page, page.get_by_label("Nom ou usage"), "budgetine")
    press(page, page.get_by_role("button", name="Filtrer"))
    press(page, page.get_by_role("main").get_by_role("link", name="Budgétine"))
    expect(page.get_by_role("heading", level=1, name="Budgétine")).to_be_visible()
    expect(page.get_by_role("link", name="04 00 00 01 02")).to_be_visible()
    press(page, page.get_by_role("button", name="Ajouter à mes manuels"))
    expect(
        page.get_by_text("«\u00a0Payer une facture\u00a0» est dans «\u00a0Mes manuels\u00a0»")
    ).to_be_visible()
    expect(page.get_by_role("button", name="Retirer de mes manuels")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)


def say_that_it_is_down(page: Page) -> None:
    page.goto("/progiciels/?q=budgetine")
    press(page, page.get_by_role("main").get_by_role("link", name="Budgétine"))
    press(page, page.get_by_role("link", name="Signaler une panne"))
    expect(page.get_by_role("heading", level=1, name="Signaler une panne")).to_be_visible()
    assert_accessible(page)
    press(page, page.get_by_role("button", name="Signaler la panne"))
    message = page.get_by_label("Ce qui se passe")
    expect(message).to_be_focused()
    page.keyboard.insert_text("Le serveur redémarre.")
    press(page, page.get_by_role("button", name="Signaler la panne"))
    expect(page.get_by_role("heading", name="Panne en cours")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="La panne est terminée"))
    expect(page.get_by_role("heading", name="Panne en cours")).to_have_count(0)


def replace_by_a_page(page: Page) -> None:
    press(page, page.get_by_role("main").get_by_role("link", name="Payer une facture", exact=True))
    press(page, page.get_by_role("link", name="Remplacer par une page écrite ici"))
    write(page, page.get_by_label("Titre"), "Payer, édition 2")
    # The editor itself, not the bare field under it: it loads under the content policy.
    editor = page.locator(".ProseMirror[contenteditable=true]")
    tab_to(page, editor)
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type("Trois clics suffisent.")
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Remplacer le manuel"))
    expect(page.get_by_role("heading", level=1, name="Payer, édition 2")).to_be_visible()
    expect(page.locator(".prose")).to_contain_text("Trois clics suffisent.")


def test_found_pinned_down_and_replaced(open_page: OpenPage, carry_session: SignIn, width: int) -> None:
    reader, referent = town()
    hers, theirs = open_page(width), open_page(width)
    carry_session(hers, reader)
    find_and_pin(hers)
    carry_session(theirs, referent)
    say_that_it_is_down(theirs)
    replace_by_a_page(theirs)
    assert Pin.objects.get().manual == Manual.objects.get(title="Payer, édition 2")
    press(hers, hers.get_by_role("link", name="Notifications"))
    press(hers, hers.get_by_role("main").get_by_role("button", name="Un de vos manuels est remplacé"))
    expect(hers.get_by_role("heading", level=1, name="Payer, édition 2")).to_be_visible()
    hers.goto("/progiciels/mes-manuels/")
    expect(hers.get_by_role("link", name="Payer, édition 2", exact=True)).to_be_visible()
    assert_accessible(hers)
    assert_no_overflow(hers)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_file_is_added_and_a_fault_loses_nothing(
    open_page: OpenPage,
    carry_session: Callable[[Page, Agent], None],
    width: int,
    scheme: str,
    tmp_path: Any,
) -> None:
    _, referent = town()
    notice = tmp_path / "notice.pdf"
    notice.write_bytes(PDF)
    page = open_page(width, scheme)
    carry_session(page, referent)
    page.goto("/progiciels/")
    press(page, page.get_by_role("main").get_by_role("link", name="Budgétine"))
    press(page, page.get_by_role("link", name="Ajouter un fichier"))
    # A file chosen before the scripts are there simply leaves with the form.
    expect(page.get_by_role("heading", level=1, name="Ajouter un manuel")).to_be_visible()
    page.wait_for_load_state("load")
    page.get_by_label("Le fichier").set_input_files(notice)
    received = page.get_by_role("listitem").filter(has_text="notice.pdf")
    expect(received).to_be_visible()
    press(page, page.get_by_role("button", name="Ajouter le manuel"))
    expect(page.get_by_text("Donnez un titre à ce manuel.")).to_be_visible()
    expect(received.get_by_text("déjà reçu")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    write(page, page.get_by_label("Titre"), "Notice")
    press(page, page.get_by_role("button", name="Ajouter le manuel"))
    expect(page.get_by_role("heading", level=1, name="Notice")).to_be_visible()
    expect(page.get_by_role("link", name="Lire le manuel")).to_be_visible()
    manual = Manual.objects.get(title="Notice")
    assert manual.dated_on >= date(2026, 1, 1)
    assert manual.document is not None
    assert_accessible(page)
    assert_no_overflow(page)
