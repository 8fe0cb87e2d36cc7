"""The exchange agent ↔ group, from bytes to the page and back, through the gateway's own road."""

from email.message import EmailMessage
from hashlib import sha256
from typing import Any

import pytest
from django.utils import timezone

from core.mail.inbound.read import process
from core.mail.models import IncomingMail, OutgoingMail, RawContent, State, Trust
from core.mail.outbound.threading import reply_email
from core.notifications import tasks
from core.notifications.actions import GATHERING
from core.notifications.models import Notification
from core.people.models import Agent
from suggestions.evaluation.actions import take_under_study
from suggestions.exchange import actions as exchange
from suggestions.models import Comment, Idea, Message
from suggestions.states import State as IdeaState
from tests.suggestions.factories import idea_in
from tests.suggestions.mailing import PNG

pytestmark = pytest.mark.django_db
ADDRESS = "saperlipopette@ville.example"
SERVER = "mx.ville.example"
_numbers = iter(range(1, 1_000_000))


@pytest.fixture(autouse=True)
def _town(settings: Any) -> None:
    settings.MAIL_ADDRESSES = {"saperlipopette": [ADDRESS]}
    settings.MAIL_FROM = ADDRESS
    settings.MAIL_AUTHSERV_IDS = [SERVER]
    settings.MAIL_INTERNAL_RELAYS = []


def delivered(
    sender: Agent, text: str, *, to: str = ADDRESS, subject: str = "Un banc", png: str = ""
) -> IncomingMail:
    """What fetching leaves of a mail that the town's server vouches for, processed."""
    message = EmailMessage()
    assert sender.email
    domain = sender.email.rpartition("@")[2]
    message["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from={domain}"
    message["From"], message["To"], message["Subject"] = sender.email, to, subject
    message["Message-ID"] = f"<{next(_numbers)}@poste.example>"
    message["Date"] = "Wed, 25 Nov 2026 10:00:00 +0100"
    message.set_content(text)
    if png:
        message.add_attachment(PNG, maintype="image", subtype="png", filename=png)
    raw = message.as_bytes()
    mail = IncomingMail.objects.create(sha256=sha256(raw).hexdigest(), size=len(raw))
    RawContent.objects.create(mail=mail, content=raw)
    assert process(mail.pk)
    mail.refresh_from_db()
    return mail


def letter(agent: Agent, kind: str) -> OutgoingMail:
    """The newest of that kind to this agent, which they answer."""
    found = OutgoingMail.objects.filter(agent=agent, kind=kind).order_by("pk").last()
    assert found is not None, kind
    return found


def where_to(found: OutgoingMail) -> str:
    assert found.reply_address is not None
    return reply_email(found.reply_address)


def test_from_mail_to_page_and_back(author, moderator, other_moderator, signed_in):
    # An idea, by mail.
    mail = delivered(author, "Devant la mairie,\n\nà l’ombre.\n", subject="Un banc", png="place.png")
    idea = Idea.objects.get()
    assert (mail.state, mail.became, mail.trust) == (State.FILED, idea, Trust.VERIFIED)
    assert (idea.title, idea.author) == ("Un banc", author)
    assert idea.files.count() == 1
    acknowledged = letter(author, "mail.acknowledgement")
    assert idea.reference in acknowledged.body
    assert not OutgoingMail.objects.filter(agent=author, kind="suggestions.received").exists()

    # The letter to the group, ten minutes later.
    tasks.send_due_batches(timezone.now() + GATHERING)
    # The group takes it and asks, on the page.
    take_under_study(idea, by=moderator)
    exchange.write_to_author(idea, by=moderator, text="En bois ?")

    # The author answers by mail; the group reads it on the page.
    delivered(author, "Oui.\n", to=where_to(letter(author, "suggestions.written")), subject="Re: Un banc")
    said = Message.objects.get(is_from_author=True)
    assert (said.text, said.idea) == ("Oui.", idea)
    page = signed_in(other_moderator).get(idea.get_absolute_url()).text
    assert "reçu par courriel" in page
    assert "Oui." in page

    # The member answers by mail: the group reads it, and never the author.
    delivered(moderator, "Parfait.\n", to=where_to(letter(moderator, "suggestions.author_replied")))
    assert "Parfait." not in signed_in(author).get(idea.get_absolute_url()).text
    assert "Parfait." in signed_in(other_moderator).get(idea.get_absolute_url()).text
    assert not Notification.objects.filter(recipient=author, text__contains="Parfait.").exists()
    assert not Comment.objects.exists()


def test_letters_say_what_an_answer_becomes(author, moderator, settings):
    idea = idea_in(IdeaState.UNDER_STUDY, author=author, followed_by=moderator)
    exchange.write_to_author(idea, by=moderator, text="En bois ?")
    assert "votre réponse à ce message va au groupe" in letter(author, "suggestions.written").body
    exchange.reply(idea, by=author, text="Oui.")
    replied = letter(moderator, "suggestions.author_replied").body
    assert "va au groupe, et à lui seul\u00a0; l’auteur lit" in replied
    # An author without a workstation answers no mail of ours.
    given = {"entered_by": moderator, "contact": "mail", "contact_detail": "a@perso.example"}
    entered = idea_in(IdeaState.UNDER_STUDY, author=author, **given)
    exchange.write_to_author(entered, by=moderator, text="En fer ?")
    passed_on = OutgoingMail.objects.get(address="a@perso.example")
    assert "votre réponse à ce message" not in passed_on.body
    settings.MAIL_ADDRESSES = {}
    exchange.write_to_author(idea, by=moderator, text="En pierre ?")
    assert "votre réponse à ce message" not in letter(author, "suggestions.written").body
