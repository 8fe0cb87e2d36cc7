"""The desk of mails that arrived, by the keyboard: read what waits, set aside, treat again until it is an idea."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.mail.inbound import read_queue
from core.mail.models import IncomingMail, State
from core.mail.monitoring import problems
from core.people.models import Agent
from suggestions.models import Idea
from tests.browser.conftest import OpenPage
from tests.browser.tools import (
    ADMIN_FINDINGS,
    DESK,
    PHONE,
    assert_accessible,
    assert_no_overflow,
    press,
    write,
)
from tests.mail.factories import IncomingMailFactory, MailboxFactory

SignIn = Callable[[Page, Agent], None]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [DESK, PHONE])]
ADDRESS = "saperlipopette@ville.example"
SUBJECT = "Une fontaine dans le parc"
TEXT = "Pour boire sans revenir au depot : une fontaine pres du kiosque."


@pytest.fixture(autouse=True)
def address_in_use(settings: Any) -> Iterator[None]:
    settings.MAIL_ADDRESSES = {"saperlipopette": [ADDRESS]}
    settings.MAIL_AUTHSERV_IDS = ["mx.ville.example"]
    settings.MAILBOXES = {
        "saperlipopette": {
            "url": "imaps://saperlipopette@127.0.0.1:9/INBOX",
            "password": "x",
            "token_file": "",
            "archive": "Archivé",
        }
    }


def raw(author: Agent) -> bytes:
    return (
        "Authentication-Results: mx.ville.example; dmarc=pass header.from=ville.example\r\n"
        f"From: Nadia <{author.email}>\r\nTo: {ADDRESS}\r\nSubject: {SUBJECT}\r\n"
        "Date: Wed, 25 Nov 2026 09:00:00 +0100\r\nMessage-ID: <fontaine@ville.example>\r\n"
        f"Content-Type: text/plain\r\n\r\n{TEXT}\r\n"
    ).encode()


def open_the_desk(page: Page) -> None:
    page.goto("/administration/")
    press(page, page.get_by_role("link", name="Messages reçus", exact=True))
    expect(page.get_by_role("heading", level=1, name="Messages reçus")).to_be_visible()
    assert_accessible(page, ADMIN_FINDINGS)


def test_the_desk_by_keyboard(
    open_page: OpenPage, carry_session: SignIn, moderator: Agent, author: Agent, width: int
) -> None:
    IncomingMailFactory.create(quarantined=True, subject="Gagnez un destructeur", text="Offre valable.")
    broken = IncomingMailFactory.create(
        state=State.QUARANTINED, reason="error", subject=SUBJECT, raw=raw(author), error="RuntimeError : non"
    )
    page = open_page(width=width)
    carry_session(page, moderator)
    set_aside(page)
    treat_again(page, broken)
    see_what_it_became(page, broken, width)


def set_aside(page: Page) -> None:
    open_the_desk(page)
    press(page, page.get_by_role("link", name="Gagnez un destructeur"))
    expect(page.get_by_text("Offre valable.")).to_be_visible()
    assert_accessible(page, ADMIN_FINDINGS)
    press(page, page.get_by_role("link", name="Écarter", exact=True))
    expect(page.get_by_label("Pourquoi")).to_be_visible()
    assert_accessible(page, ADMIN_FINDINGS)
    write(page, page.get_by_label("Pourquoi"), "Une réclame.")
    press(page, page.get_by_role("button", name="Écarter"))
    expect(page.get_by_text("Le message est écarté.")).to_be_visible()
    expect(page.get_by_text("Une réclame.")).to_be_visible()


def treat_again(page: Page, broken: IncomingMail) -> None:
    open_the_desk(page)
    expect(page.get_by_text("Gagnez un destructeur")).to_have_count(0)
    press(page, page.get_by_role("link", name=SUBJECT))
    press(page, page.get_by_role("button", name="Traiter à nouveau"))
    expect(page.get_by_text("comme s’il venait d’arriver")).to_be_visible()
    read_queue.read_waiting()
    broken.refresh_from_db()
    assert broken.state == State.FILED, broken.error


def see_what_it_became(page: Page, broken: IncomingMail, width: int) -> None:
    page.reload()
    press(page, page.get_by_role("link", name="La page du message, et l’original"))
    expect(page.get_by_role("heading", level=1, name=SUBJECT)).to_be_visible()
    expect(page.get_by_text(TEXT)).to_be_visible()
    assert_accessible(page)
    if width == PHONE:
        assert_no_overflow(page)
    with page.expect_download() as download:
        press(page, page.get_by_role("link", name="Télécharger l’original (.eml)"))
    assert download.value.suggested_filename == f"message-{broken.reference}.eml"
    press(page, page.get_by_role("link", name="Ce qu’il est devenu"))
    idea = Idea.objects.get()
    expect(page.get_by_role("heading", level=1, name=idea.title)).to_be_visible()
    assert SUBJECT in idea.title


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mailboxes(
    open_page: OpenPage, carry_session: SignIn, administrator: Agent, width: int, scheme: str
) -> None:
    MailboxFactory.create()
    IncomingMailFactory.create(to_read=True, taken_at=timezone.now() - timedelta(minutes=11))
    problems.note(timezone.now())
    page = open_page(width=width, scheme=scheme)
    carry_session(page, administrator)
    page.goto("/")
    press(page, page.get_by_role("link", name="Voir les boîtes aux lettres"))
    expect(page.get_by_role("heading", level=1, name="Les boîtes aux lettres")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
    press(page, page.get_by_role("button", name="Essayer maintenant"))
    expect(page.get_by_text("Serveur injoignable")).to_be_visible()
    assert_accessible(page)
