"""A test message of the trial, by the keyboard: written, read by a worker, and what became of it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.mail.inbound import read_queue
from core.people.models import Agent
from suggestions.models import Idea
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press, write

SignIn = Callable[[Page, Agent], None]
pytestmark = pytest.mark.django_db(transaction=True)
SUBJECT = "Une fontaine dans le parc"


@pytest.fixture(autouse=True)
def _address_in_use(settings: Any) -> None:
    settings.MAIL_ADDRESSES = {"saperlipopette": ["saperlipopette@port-mimosa.example"]}
    settings.MAIL_AUTHSERV_IDS = ["mx.port-mimosa.example"]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_message_is_written_and_followed(
    open_page: OpenPage, carry_session: SignIn, author: Agent, width: int
) -> None:
    page = open_page(width)
    carry_session(page, author)
    page.goto("/")
    press(page, page.get_by_role("link", name="Écrire un message d’essai"))
    expect(page.get_by_label("De", exact=True)).to_have_value(author.email or "")
    looked_at(page)
    write(page, "Objet (facultatif)", SUBJECT)
    write(page, "Message (facultatif)", "Pour boire sans revenir au dépôt.")
    press(page, page.get_by_role("button", name="Envoyer le message d’essai"))
    expect(page.get_by_text("en cours")).to_be_visible()
    looked_at(page)
    read_queue.read_waiting()
    # The page asks by itself.
    expect(page.get_by_role("heading", name="5. Ce qui part en retour")).to_be_visible()
    expect(page.get_by_text("Merci\u00a0! Votre idée est bien arrivée")).to_be_visible()
    looked_at(page)
    press(page, page.get_by_role("link", name=SUBJECT, exact=True))
    expect(page.get_by_role("heading", level=1, name=Idea.objects.get().title)).to_be_visible()


def test_a_file_is_brought(open_page: OpenPage, carry_session: SignIn, author: Agent) -> None:
    page = open_page(PHONE)
    carry_session(page, author)
    page.goto("/essai/messages/")
    press(page, page.get_by_role("link", name="Plutôt déposer un fichier .eml"))
    expect(page.get_by_label("Message (.eml)")).to_be_visible()
    looked_at(page)
    content = b"From: inconnu@ailleurs.example\r\nTo: saperlipopette@port-mimosa.example\r\n\r\nBonjour\r\n"
    page.get_by_label("Message (.eml)").set_input_files(
        {"name": "un.eml", "mimeType": "message/rfc822", "buffer": content}
    )
    press(page, page.get_by_role("button", name="Envoyer le message d’essai"))
    expect(page.get_by_text("en cours")).to_be_visible()
    read_queue.read_waiting()
    press(page, page.get_by_role("link", name="Actualiser"))
    expect(page.get_by_text("En quarantaine", exact=True)).to_be_visible()
    looked_at(page)


def looked_at(page: Page) -> None:
    assert_no_overflow(page)
    assert_accessible(page)
