"""A mail from the street: by a real Dovecot to the office, its direction, its answer, and the sender’s reply."""

from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import expect

from core.mail.imap import fetcher
from core.mail.inbound import read
from core.mail.models import OutgoingMail
from core.mail.outbound import sending
from core.people.roles import Role
from mailroom.models import Item, RegisterAddress, State
from tests.browser.tools import PHONE, press, tab_to, write
from tests.factories import AgentFactory, DirectionFactory
from tests.mail.conftest import dovecot, mail_account, smtp_server, smtp_sink
from tests.mail.dovecot import Account

__all__ = ["dovecot", "mail_account", "smtp_server", "smtp_sink"]
pytestmark = pytest.mark.django_db(transaction=True)
CITIZEN = "rose.habitante@fai.example"


@pytest.fixture(autouse=True)
def register_in_use(settings: Any, mail_account: Account) -> None:
    settings.MAIL_ADDRESSES = {"courrier": [mail_account.address]}
    settings.MAIL_FROM = "intranet@port-mimosa.example"
    settings.MAILBOXES = {"courrier": mail_account.settings()}


def letter(to: str, subject: str, text: str, **headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Rose Habitante <{CITIZEN}>", to, subject
    mail["Date"] = "Wed, 25 Nov 2026 09:00:00 +0100"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def fetch() -> None:
    fetcher.sync_once("courrier")
    read.read_waiting()


def send_all() -> None:
    for mail in OutgoingMail.objects.waiting().filter(address=CITIZEN).order_by("pk"):
        sending.send(mail)


def test_from_the_street_and_back(open_page, carry_session, mail_account, smtp_sink):
    gardens = DirectionFactory.create(name="Jardins")
    gardens.head = AgentFactory.create(first_name="Marthe", last_name="Chef", direction=gardens)
    gardens.save()
    RegisterAddress.objects.create(address=mail_account.address, acknowledges=True)
    first = letter(
        mail_account.address,
        "Un banc au port",
        "Bonjour, pourrait-on en poser un ?",
        Message_ID="<un@fai.example>",
    )
    mail_account.deliver(first, sender=CITIZEN)
    fetch()
    item = Item.objects.get()
    page = open_page(PHONE)

    carry_session(page, AgentFactory.create(roles=[Role.MAIL_OFFICE]))
    page.goto("/")
    press(page, page.get_by_role("link", name="1 courrier à attribuer"))
    expect(page.get_by_role("heading", level=1, name="Le courrier")).to_be_visible()
    press(page, page.get_by_role("link", name="Un banc au port"))
    expect(page.get_by_text("pourrait-on en poser un")).to_be_visible()
    press(page, page.get_by_role("link", name="Attribuer", exact=True))
    tab_to(page, page.get_by_label("Direction chargée"))
    page.keyboard.type("Jardins")
    # A fault first: nothing chosen is lost.
    press(page, page.get_by_role("button", name="Attribuer"))
    expect(page.get_by_text("Choisissez une nature.").first).to_be_visible()
    tab_to(page, page.get_by_label("Nature"))
    page.keyboard.type("Demande")
    press(page, page.get_by_role("button", name="Attribuer"))
    expect(page.get_by_text("Le courrier est attribué")).to_be_visible()

    carry_session(page, AgentFactory.create(direction=gardens))
    page.goto("/")
    press(page, page.get_by_role("link", name="1 courrier à prendre en charge"))
    press(page, page.get_by_role("link", name="Un banc au port"))
    press(page, page.get_by_role("button", name="Prendre en charge"))
    expect(page.get_by_text("Le courrier est à vous.")).to_be_visible()
    press(page, page.get_by_role("link", name="Répondre par courriel"))
    expect(page.get_by_role("heading", level=1, name="Répondre par courriel")).to_be_visible()
    write(page, page.get_by_label("Votre réponse"), "Il arrive lundi.")
    press(page, page.get_by_role("button", name="Envoyer"))
    expect(page.get_by_text("La réponse part par courriel")).to_be_visible()

    send_all()
    acknowledgement, answer = smtp_sink.messages
    assert item.label in acknowledgement["Subject"]
    assert "Jardins" in acknowledgement.get_content()
    assert mail_account.address in answer["From"]
    assert answer["In-Reply-To"] == "<un@fai.example>"
    assert "Il arrive lundi." in answer.get_content()

    again = letter(
        answer["Reply-To"], "Re: Un banc au port", "Merci beaucoup !", In_Reply_To=answer["Message-ID"]
    )
    mail_account.deliver(again, sender=CITIZEN)
    fetch()
    item.refresh_from_db()
    assert item.state == State.TAKEN
    page.reload()
    expect(page.get_by_text("Merci beaucoup !")).to_be_visible()
    expect(page.get_by_role("heading", name="L’expéditeur écrit de nouveau")).to_be_visible()
    page.goto("/notifications/")
    expect(page.get_by_text(f"L’expéditeur a répondu\u00a0: courrier {item.label}").first).to_be_visible()
