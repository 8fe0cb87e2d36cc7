"""An acknowledgement for each mail, so many an hour; none doubled."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from core.mail import autoreply
from core.mail.autoreply import acknowledge
from core.mail.headers import headers_of
from core.mail.models import AutomaticReply, Envelope, IncomingMail, OutgoingMail, State, Trust
from core.mail.registry import Acknowledgement
from core.people.models import AddressAlias
from tests.factories import AgentFactory, DirectionFactory
from tests.mail.factories import IncomingMailFactory

pytestmark = pytest.mark.django_db


def arrived(**fields: Any) -> IncomingMail:
    return IncomingMailFactory.create(raw=False, **{"trust": Trust.VERIFIED} | fields)


def thanks(words: str = "C’est noté.", **fields: Any) -> Acknowledgement:
    return Acknowledgement("Votre idée est arrivée", (words,), "La voir", "/idees/abc/", **fields)


def test_it_follows_the_mail_and_can_be_answered(rubric, nadia):
    direction = DirectionFactory.create()
    mail = acknowledge(arrived(message_id="<lui@poste.example>"), nadia, thanks(about=direction))
    assert (mail.subject, mail.address, mail.agent) == ("Votre idée est arrivée", nadia.email, nadia)
    assert (mail.is_reply, mail.envelope) == (True, Envelope.NULL)
    assert headers_of(mail)["In-Reply-To"] == "<lui@poste.example>"
    assert mail.reply_address.object_id == direction.pk
    for words in ("Bonjour Nadia,", "C’est noté.", "La voir", "https://intranet.ville.example/idees/abc/"):
        assert words in mail.body
        assert words in mail.html
    assert "jamais anonyme" in mail.body


def test_to_the_address_written_from_when_it_is_theirs(nadia):
    AddressAlias.objects.create(agent=nadia, address="Parcs@ville.example")
    written = [
        acknowledge(arrived(sender_address=address), nadia, thanks())
        for address in ("parcs@ville.example", "nadia@chezmoi.example", "NADIA.BENALI@ville.example")
    ]
    theirs = "nadia.benali@ville.example"
    assert [mail and mail.address for mail in written] == ["parcs@ville.example", theirs, theirs]


def test_nobody_to_tell(nadia):
    gardener = AgentFactory.create(without_address=True)
    assert acknowledge(arrived(sender_address="x@chezmoi.example"), gardener, thanks()) is None
    assert acknowledge(arrived(trust=Trust.FAILED), nadia, thanks()) is None
    assert acknowledge(arrived(state=State.AUTOMATIC), nadia, thanks()) is None
    assert not OutgoingMail.objects.exists()


def test_the_last_one_of_an_hour_says_so(nadia):
    with time_machine.travel("2026-11-26 09:00 +0100", tick=False) as clock:
        mails = [arrived() for _ in range(22)]
        written = [acknowledge(mail, nadia, thanks()) for mail in mails]
        assert [mail is not None for mail in written] == [True] * 20 + [False] * 2
        last = ["Vous nous écrivez beaucoup" in mail.body for mail in written if mail]
        assert last == [False] * 19 + [True]
        # An hour later the next one is sent again; those that were not, never.
        clock.shift(timedelta(minutes=61))
        assert acknowledge(arrived(), nadia, thanks()) is not None


def test_each_sender_has_their_own_count(nadia):
    paul = AgentFactory.create()
    for _ in range(autoreply.MOST_AN_HOUR + 1):
        acknowledge(arrived(), nadia, thanks())
    assert acknowledge(arrived(sender_address=paul.email), paul, thanks()) is not None


@pytest.mark.django_db(transaction=True)
def test_races(together, monkeypatch):
    nadia = AgentFactory.create(email="nadia.benali@ville.example")
    mail = arrived()
    together(*[lambda: acknowledge(mail, nadia, thanks())] * 3)
    assert AutomaticReply.objects.count() == OutgoingMail.objects.count() == 1
    others = [arrived() for _ in range(5)]
    monkeypatch.setattr(autoreply, "MOST_AN_HOUR", 3)
    together(*[lambda one=one: acknowledge(one, nadia, thanks()) for one in others])
    assert OutgoingMail.objects.count() == 3
