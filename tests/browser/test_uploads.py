"""Files sent ahead of their form, in a real browser: progress, refusal, cancel, keyboard; a PDF is shown."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Error, Locator, Page, expect

from core.documents.models import Document, Upload
from core.people.models import Agent
from tests.browser.tools import PHONE, Watch, assert_accessible, assert_usable, press, tab_to, write
from tests.documents import samples
from tests.documents.factories import DocumentFactory
from tests.factories import AgentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.documents.site")]
Carry = Callable[[Page, Agent], None]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "Plan d’un très long nom pour un téléphone étroit, version définitive.pdf"
    path.write_bytes(samples.pdf())
    return path


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "facture.pdf"
    path.write_bytes(b"MZ\x00\x00")
    return path


def opened(page: Page, carry_session: Carry) -> Page:
    carry_session(page, AgentFactory.create())
    # The bare answer of the tests' form names no icon, and the browser looks for one.
    page.watch.expect_status(404)
    page.goto("/essai-envoi/")
    return page


def choose(page: Page, label: str, *paths: Path) -> Locator:
    """Reach the field by Tab, open the system's window by the keyboard, and choose there."""
    field = page.get_by_label(label, exact=False).and_(page.locator("input[type=file]"))
    # Listening before the way there: the browser is told of it without an answer, and may hear the key first.
    with page.expect_file_chooser() as chooser:
        tab_to(page, field)
        page.keyboard.press("Space")
    chooser.value.set_files(list(paths))
    return field


def test_a_file_is_sent_ahead_and_the_form_carries_its_key(open_page, carry_session, plan):
    page = opened(open_page(PHONE), carry_session)
    choose(page, "Fichier", plan)
    expect(page.get_by_role("status").filter(has_text=f"{plan.name} est reçu.")).to_be_visible()
    expect(page.get_by_role("checkbox", name=plan.name)).to_be_checked()
    assert Upload.objects.count() == 1
    assert_usable(page)
    write(page, page.get_by_label("Titre"), "Un plan")
    press(page, page.get_by_role("button", name="Envoyer", exact=True))
    expect(page.get_by_text(plan.name)).to_be_visible()
    # The bytes came once.
    assert Document.objects.get().sha256 == Upload.objects.get().sha256


def test_a_refused_file_stops_the_form_and_its_reason_stays(open_page, carry_session, plan, program):
    page = opened(open_page(), carry_session)
    page.watch.expect_status(422)
    write(page, page.get_by_label("Titre"), "x")
    choose(page, "Fichier", plan)
    expect(page.get_by_text(f"{plan.name} est reçu.")).to_be_visible()
    choose(page, "Annexes", program)
    expect(page.get_by_role("status").filter(has_text="C’est un programme")).to_be_visible()
    assert_accessible(page)
    press(page, page.get_by_role("button", name="Envoyer", exact=True))
    expect(page.get_by_role("listitem").filter(has_text="facture.pdf")).to_have_count(1)
    assert not Document.objects.exists()
    # Read and left: the form goes without it where nothing is required.
    press(page, page.get_by_role("button", name="Envoyer", exact=True))
    expect(page.get_by_text(plan.name)).to_be_visible()
    assert Document.objects.count() == 1


def test_a_refused_file_stays_said_until_another_stands_for_it(open_page, carry_session, plan, program):
    page = opened(open_page(), carry_session)
    page.watch.expect_status(422)
    write(page, page.get_by_label("Titre"), "x")
    choose(page, "Annexes", program, plan)
    said = page.get_by_role("status").filter(has_text=f"{plan.name} est reçu.")
    expect(said).to_contain_text("facture.pdf")
    program.write_bytes(samples.pdf())
    choose(page, "Annexes", program)
    expect(page.get_by_role("status").filter(has_text="facture.pdf est reçu.")).not_to_contain_text(plan.name)
    choose(page, "Fichier", program)
    expect(page.get_by_role("checkbox")).to_have_count(3)
    # One of the three is left out.
    tab_to(page, page.get_by_role("checkbox", name=plan.name), key="Shift+Tab")
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Envoyer", exact=True))
    expect(page.get_by_text("facture.pdf facture.pdf")).to_be_visible()


def test_too_large_is_said_without_sending(open_page, carry_session, tmp_path):
    page = opened(open_page(), carry_session)
    photo = tmp_path / "photo.png"
    photo.write_bytes(samples.image() + bytes(200_000))
    choose(page, "Photo", photo)
    expect(page.get_by_role("status").filter(has_text="photo.png dépasse 100 ko.")).to_be_visible()
    assert not Upload.objects.exists()


def test_an_upload_under_way_shows_holds_the_form_and_can_be_cancelled(open_page, carry_session, plan):
    page = opened(open_page(PHONE), carry_session)
    # Never answered: the upload stays under way.
    page.route("**/documents/envois/", lambda route: None)
    choose(page, "Fichier", plan)
    expect(page.get_by_role("progressbar", name=f"Envoi de « {plan.name} »")).to_be_visible()
    assert_usable(page)
    write(page, page.get_by_label("Titre"), "x")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Attendez la fin de l’envoi")).to_be_visible()
    press(page, page.get_by_role("button", name="Annuler l’envoi"))
    expect(page.get_by_text(f"L’envoi de « {plan.name} » est annulé.")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_label("Fichier").and_(page.locator("input[type=file]"))).to_be_focused()
    # A connection that breaks is said.
    page.unroute("**/documents/envois/")
    page.route("**/documents/envois/", lambda route: route.abort())
    choose(page, "Fichier", plan)
    expect(page.get_by_text("la connexion s’est coupée")).to_be_visible()
    watch: Watch = page.watch
    watch.faults = [fault for fault in watch.faults if "net::ERR_FAILED" not in fault]


def shows_viewer(page: Page) -> bool:
    page.wait_for_timeout(100)
    return any(frame.url.startswith("chrome-extension://") for frame in page.frames)


def test_a_browser_shows_a_pdf_and_runs_nothing_of_it(whole_browser, live_server):
    """The viewer is the browser's own, and obeys no policy of the page's: what carries code is only saved."""
    agent = AgentFactory.create()
    plain, coded = (
        DocumentFactory.create(by=agent, data=data) for data in (samples.pdf(), samples.scripted_pdf())
    )
    client = Client()
    client.force_login(agent)
    context = whole_browser.new_context(base_url=live_server.url)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([session])  # type: ignore[list-item]  # a mapping of strings, as documented
    dialogs: list[str] = []
    page = context.new_page()
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(reverse("held_file", args=[plain.reference]))
    # The viewer lives in a frame of its own, behind a closed door.
    assert any(shows_viewer(page) for _ in range(100))
    with page.expect_download() as download, contextlib.suppress(Error):
        # A navigation that becomes a download ends in an error.
        page.goto(reverse("held_file", args=[coded.reference]))
    assert download.value.suggested_filename == coded.name
    assert not dialogs
    context.close()
