"""Each refusal says why and what to do instead, so many an hour, and never to a machine."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from core.mail import autoreply
from core.mail.autoreply import refuse
from core.mail.headers import headers_of
from core.mail.models import Envelope, IncomingMail, OutgoingMail, Reason, State, Trust
from core.mail.parsing.parsed_message import ParsedMessage
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


def test_the_rubric_s_own_words_and_way_out(rubric):
    words = {"sentence": "L’idée est terminée.", "button": "Choisir", "url": "/idees/x/"}
    mail = refuse(arrived(), SENDER, Reason.NOT_ALLOWED, **words)
    assert "L’idée est terminée." in mail.body
    assert "Votre compte ne permet pas" not in mail.body
    assert "Choisir\u00a0:\nhttps://intranet.ville.example/idees/x/" in mail.body


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
