"""Automatic answers, acknowledgements and refusals: so many an hour, none doubled, and never to a machine."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from core.mail import autoreply
from core.mail.autoreply import acknowledge, refuse
from core.mail.headers import headers_of
from core.mail.models import AutomaticReply, Envelope, IncomingMail, OutgoingMail, Reason, State, Trust
from core.mail.parsing.parsed_message import ParsedMessage
from core.mail.registry import Acknowledgement
from core.people.models import AddressAlias
from tests.factories import AgentFactory, DirectionFactory
from tests.mail.factories import IncomingMailFactory

pytestmark = pytest.mark.django_db
SENDER = "nadia.benali@ville.example"


def arrived(**fields: Any) -> IncomingMail:
    return IncomingMailFactory.create(raw=False, **{"trust": Trust.VERIFIED, "inbox": "essai"} | fields)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.TOO_LARGE, "la limite de 25 Mo"),
        (Reason.FORBIDDEN_FILE, "format courant (PDF"),
        (Reason.UNREADABLE, "en texte simple"),
        (Reason.ENCRYPTED, "Nous ne pouvons pas lire un message chiffré"),
        (Reason.UNKNOWN_SENDER, "écrivez depuis votre adresse professionnelle"),
        (Reason.NOT_ALLOWED, "Ouvrez la page sur l’intranet"),
    ],
)
def test_its_own_text(rubric, nadia, reason, words):
    mail = refuse(arrived(sender=nadia, message_id="<lui@x>", subject="Ma fontaine"), SENDER, reason)
    assert words in mail.body
    assert mail.body.startswith("Bonjour Nadia,")
    assert "Ma fontaine" in mail.body
    assert "https://intranet.ville.example/" in mail.body
    assert (mail.address, mail.envelope, mail.is_reply) == (SENDER, Envelope.NULL, True)
    assert headers_of(mail)["In-Reply-To"] == "<lui@x>"
    assert "{" not in mail.body


def test_what_was_written_is_given_back_to_nobody_else(rubric):
    """A forged sender would have the intranet spread their words."""
    mail = refuse(arrived(trust=Trust.UNVERIFIED, subject="ACHETEZ"), "x@y.example", Reason.UNKNOWN_SENDER)
    assert "ACHETEZ" not in mail.subject + mail.body + mail.html


@pytest.mark.parametrize(
    ("fields", "address", "reading"),
    [
        ({"trust": Trust.FAILED}, SENDER, None),
        ({"state": State.AUTOMATIC}, SENDER, None),
        ({}, "", None),
        ({}, "pas une adresse", None),
        ({}, "noreply@ville.example", None),
        ({}, "MAILER-DAEMON@ville.example", None),
        ({}, "essai@ville.example", None),
        ({}, "Essai+abc@ville.example", None),
        ({}, SENDER, ParsedMessage(return_path="")),
        ({}, SENDER, ParsedMessage(return_path="<>")),
        ({}, SENDER, ParsedMessage(kind="report")),
        ({}, SENDER, ParsedMessage(automatic_because="Auto-Submitted")),
    ],
)
def test_never_to_these(rubric, fields, address, reading):
    assert refuse(arrived(**fields), address, Reason.TOO_LARGE, message=reading) is None
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "reason", [Reason.NONE, Reason.CLOSED, Reason.ERROR, Reason.UNVERIFIED, Reason.NO_ADDRESS, "inconnue"]
)
def test_nothing_for_a_reason_without_a_text(reason):
    assert refuse(arrived(), SENDER, reason) is None


def test_one_an_hour_and_sender_whatever_its_kind(rubric):
    with time_machine.travel("2026-11-26 09:00 +0100", tick=False) as clock:
        assert refuse(arrived(), SENDER, Reason.TOO_LARGE)
        assert refuse(arrived(), SENDER.upper(), Reason.TOO_LARGE) is None
        assert refuse(arrived(), SENDER, Reason.ENCRYPTED) is None
        assert refuse(arrived(), "paul@ville.example", Reason.TOO_LARGE)
        clock.shift(timedelta(minutes=59))
        assert refuse(arrived(), SENDER, Reason.TOO_LARGE) is None
        clock.shift(timedelta(minutes=2))
        assert refuse(arrived(), SENDER, Reason.TOO_LARGE)


def test_an_agent_hears_of_each_refusal_until_the_last_of_the_hour(rubric, nadia):
    written = [refuse(arrived(sender=nadia), SENDER, Reason.ENCRYPTED) for _ in range(21)]
    assert ["Vous nous écrivez beaucoup" in mail.body for mail in written if mail] == [False] * 19 + [True]


def test_a_forged_sender_is_told_once(rubric, nadia):
    fields = {"sender": nadia, "trust": Trust.UNVERIFIED}
    first = refuse(arrived(**fields), SENDER, Reason.TOO_LARGE)
    assert "Vous nous écrivez beaucoup" not in first.body
    assert refuse(arrived(**fields), SENDER, Reason.ENCRYPTED) is None


def test_many_invented_addresses_get_so_many_answers_in_all(rubric, nadia, monkeypatch):
    monkeypatch.setattr(autoreply, "MOST_STRANGERS", 2)
    strangers = [arrived(sender_address=f"x{number}@ailleurs.example") for number in range(3)]
    sent = [refuse(mail, mail.sender_address, Reason.UNKNOWN_SENDER) for mail in strangers]
    assert [bool(mail) for mail in sent] == [True, True, False]
    assert refuse(arrived(sender=nadia), SENDER, Reason.TOO_LARGE)


def test_one_of_a_kind_for_a_mail_read_again(rubric):
    with time_machine.travel("2026-11-26 09:00 +0100", tick=False) as clock:
        mail = arrived()
        assert refuse(mail, SENDER, Reason.TOO_LARGE)
        clock.shift(timedelta(days=2))
        assert refuse(mail, SENDER, Reason.TOO_LARGE) is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_refuse_once(together):
    mails = [arrived() for _ in range(3)]
    together(*[lambda mail=mail: refuse(mail, SENDER, Reason.TOO_LARGE) for mail in mails])
    assert OutgoingMail.objects.count() == 1


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


def test_nobody_to_thank(nadia):
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
def test_acknowledgements_at_once(together, monkeypatch):
    nadia = AgentFactory.create(email="nadia.benali@ville.example")
    mail = arrived()
    together(*[lambda: acknowledge(mail, nadia, thanks())] * 3)
    assert AutomaticReply.objects.count() == OutgoingMail.objects.count() == 1
    others = [arrived() for _ in range(5)]
    monkeypatch.setattr(autoreply, "MOST_AN_HOUR", 3)
    together(*[lambda one=one: acknowledge(one, nadia, thanks()) for one in others])
    assert OutgoingMail.objects.count() == 3
