"""A real server that takes, refuses, hangs up: once, with the right envelope, or again, or lost and said so."""

import socket
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from core.mail import tasks
from core.mail.models import AddressTrouble, Bounce, Envelope, OutgoingMail
from core.mail.outbound import actions, sending, threading
from core.mail.outbound.backend import SmtpBackend
from core.mail.outbound.messages import OutboundMessage
from core.mail.outbound.threading import reference_in, return_address
from core.people.models import Agent
from core.web.locks import alone
from tests.factories import AgentFactory, DirectionFactory
from tests.mail.factories import fresh
from tests.mail.smtp import Delivery, Sink, mailers

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


def written(agent: Agent, **fields: Any) -> OutgoingMail:
    [mail] = actions.write("test", [OutboundMessage(agent, "L’été", "Texte", **fields)])
    return mail


def left(sink: Sink, mail: OutgoingMail) -> Delivery:
    """What a first try delivers."""
    sending.try_once(mail.pk, is_last=False)
    [delivery] = sink.deliveries
    return delivery


def test_what_leaves(smtp_sink, rubric, nadia):
    mail = written(nadia, about=DirectionFactory.create())
    delivery = left(smtp_sink, mail)
    assert reference_in(delivery.sender) == mail.reference
    assert delivery.recipients == ("nadia.benali@ville.example",)
    message = delivery.message
    assert message["Subject"] == "L’été"
    assert message["From"] == "Intranet de Port-Mimosa <essai@ville.example>"
    assert message["Reply-To"] == threading.reply_email(mail.reply_address)
    assert message["Message-ID"] == f"<{mail.reference}@ville.example>"
    assert message["Date"]
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert fresh(mail).state == State.SENT


@pytest.mark.parametrize(
    "subject",
    [
        "Votre idée est bien arrivée\u00a0: Un tableau à partager",
        "Le groupe répond à votre idée\u00a0: " + "économiser l’énergie à l’école " * 6,
        "Reçu",
        "A short one in ASCII",
    ],
)
def test_a_subject_is_read_by_any_program(smtp_sink, rubric, nadia, subject):
    """Encoded words stand apart (RFC 2047): glued together, some programs show their code."""
    [mail] = actions.write("test", [OutboundMessage(nadia, subject, "Texte")])
    delivery = left(smtp_sink, mail)
    assert b"?==?" not in delivery.content.split(b"\r\nSubject: ")[-1]
    assert str(delivery.message["Subject"]) == mail.subject


def test_no_mark_of_a_title_keeps_a_mail_back(smtp_sink, rubric, nadia):
    """Python takes each of these for the end of a header, and refuses to write it; one may already wait."""
    [mail] = actions.write("test", [OutboundMessage(nadia, "Un\u2028titre\x85en\x0bmorceaux\x1c", "Texte")])
    OutgoingMail.objects.filter(pk=mail.pk).update(subject="Un\u2029autre")
    sending.try_once(mail.pk, is_last=False)
    assert mail.subject == "Un titre en morceaux "
    [delivery] = smtp_sink.deliveries
    assert delivery.message["Subject"] == "Un autre"


def test_answers_leave_with_an_empty_envelope(smtp_sink, rubric, nadia):
    delivery = left(smtp_sink, written(nadia, is_reply=True, envelope=Envelope.NULL))
    assert delivery.sender == ""
    assert delivery.message["Auto-Submitted"] == "auto-replied"


def test_a_server_that_knows_only_its_clients_own_addresses(smtp_sink, rubric, nadia):
    """Exchange and others refuse any other sender: the answer leaves all the same, in the same conversation."""
    mail = written(nadia, envelope=Envelope.NULL)
    smtp_sink.refusals |= {"<>": "550 5.7.60 non", return_address(mail): "553 5.7.1 non"}
    delivery = left(smtp_sink, mail)
    assert delivery.sender == "essai@ville.example"
    assert fresh(mail).state == State.SENT
    # For a while only: the better sender is worth another try.
    smtp_sink.refusals = {"<>": "451 4.3.0 plus tard"}
    with pytest.raises(OSError):
        sending.try_once(written(nadia, envelope=Envelope.NULL).pk, is_last=False)


@pytest.mark.parametrize("town", ["L’Île-d’Yeu", 'Saint-Jean, "la ville" <x@y.example>'])
def test_the_town_s_name_harms_no_header(smtp_sink, nadia, settings, town):
    settings.TOWN_NAME, settings.MAIL_FROM = town, "intranet@ville.example"
    message = left(smtp_sink, written(nadia)).message
    [address] = message["From"].addresses
    assert address.addr_spec == "intranet@ville.example"
    assert "Bcc" not in message


def test_errors_go_to_mail_from_where_no_mail_is_read(smtp_sink, nadia, settings):
    settings.MAIL_ADDRESSES, settings.MAIL_FROM = {}, "intranet@ville.example"
    delivery = left(smtp_sink, written(nadia))
    assert delivery.sender == "intranet@ville.example"
    assert "Reply-To" not in delivery.message


def test_refused_for_good_is_lost_at_once_and_counts(smtp_sink, nadia):
    smtp_sink.refusals["nadia.benali@ville.example"] = "550 5.1.1 boite inconnue"
    mail = written(nadia)
    sending.try_once(mail.pk, is_last=False)
    assert fresh(mail).state == State.FAILED
    assert "boite inconnue" in mail.error
    bounce = Bounce.objects.get()
    expected = (mail, nadia.email, True, "5.1.1")
    assert (bounce.mail, bounce.address, bounce.is_permanent, bounce.status) == expected
    assert AddressTrouble.objects.get().permanent_errors == 1
    # The job that comes again finds it lost, and sends nothing by itself.
    smtp_sink.refusals.clear()
    sending.try_once(mail.pk, is_last=False)
    assert not smtp_sink.deliveries


REFUSALS = [{"nadia.benali@ville.example": words} for words in ("450 4.2.0 plus tard", "554 5.7.1 interdit")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("refusals", refusal) for refusal in REFUSALS),
        *(("answer_to_data", words) for words in ("451 4.3.0 disque plein", "554 5.6.0 contenu refuse")),
        *(("hangs_up_at", word) for word in ("MAIL", "RCPT", "DATA")),
    ],
    ids=str,
)
def test_what_may_mend_is_tried_again_then_lost(smtp_sink, nadia, name, value):
    setattr(smtp_sink, name, value)
    mail = written(nadia)
    with pytest.raises(OSError):
        sending.try_once(mail.pk, is_last=False)
    assert (fresh(mail).state, mail.attempts) == (State.WAITING, 1)
    assert mail.error
    with pytest.raises(OSError):
        sending.try_once(mail.pk, is_last=True)
    assert fresh(mail).state == State.FAILED
    assert mail.error.startswith("Perdu après trois jours d’essais.")
    assert not Bounce.objects.exists()


def test_an_address_that_smtp_cannot_carry_is_lost_at_once(smtp_sink, nadia):
    mail = written(nadia)
    OutgoingMail.objects.filter(pk=mail.pk).update(address="émilie@ville.example")
    sending.try_once(mail.pk, is_last=False)
    assert fresh(mail).state == State.FAILED
    assert not smtp_sink.deliveries


def test_a_wrong_setting_loses_nothing_at_once(smtp_sink, nadia, settings):
    settings.MAIL_FROM = "rien du tout"
    mail = written(nadia)
    with pytest.raises(ValueError, match="rien du tout"):
        sending.try_once(mail.pk, is_last=False)
    assert fresh(mail).state == State.WAITING


def test_a_silent_server_is_waited_for_once_a_minute(smtp_sink, nadia, settings):
    first, second = written(nadia), written(nadia)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.MAILERS = mailers(mute.getsockname()[1])
        settings.MAILERS["default"]["OPTIONS"]["timeout"] = 0.05
        with pytest.raises(OSError, match="timed out"):
            sending.try_once(first.pk, is_last=False)
    settings.MAILERS = mailers(0)
    with pytest.raises(sending.CircuitOpen):
        sending.try_once(second.pk, is_last=False)
    assert (fresh(first).attempts, fresh(second).attempts) == (1, 0)
    assert second.state == State.WAITING
    sending.reset()


def test_a_double_bears_the_same_message_id(smtp_sink, nadia):
    """The server took it and the line broke before it said so: nothing else can be known, so it leaves again."""
    smtp_sink.hangs_up_at = "DATA"
    mail = written(nadia)
    with pytest.raises(OSError):
        sending.try_once(mail.pk, is_last=False)
    smtp_sink.hangs_up_at = ""
    sending.try_once(mail.pk, is_last=False)
    sending.try_once(mail.pk, is_last=False)
    first, second = smtp_sink.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_the_row_says_sent_before_leave_is_taken(smtp_sink, nadia, monkeypatch):
    seen = []
    really_close = SmtpBackend.close

    def close(self: SmtpBackend) -> None:
        seen.append(OutgoingMail.objects.get().state)
        really_close(self)
        raise OSError("the server does not say goodbye")

    monkeypatch.setattr(SmtpBackend, "close", close)
    sending.try_once(written(nadia).pk, is_last=False)
    assert seen == [State.SENT]


def test_sent_again_by_an_administrator(smtp_sink, administrator, nadia, signed_in, settings):
    settings.SECURE_SSL_REDIRECT = False
    mail = written(nadia)
    sending.note_failure(mail, "Perdu", is_final=True)
    client = signed_in(administrator)
    page = client.get(reverse("admin:mail_outgoingmail_change", args=[mail.pk])).text
    assert "Perdu" in page
    client.post(reverse("admin:mail_outgoingmail_action", args=[mail.pk, "renvoyer"]))
    sending.try_once(mail.pk, is_last=False)
    assert len(smtp_sink.deliveries) == 1
    assert fresh(mail).state == State.SENT


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once(smtp_sink, together):
    mail = written(AgentFactory.create())

    def job() -> None:
        tasks.send_mail(SimpleNamespace(job=SimpleNamespace(attempts=0)), mail_id=mail.pk)

    held = []

    def while_it_is_sent() -> None:
        # In the server's thread: a second worker of the same mail, while the first waits for the last word.
        with alone(f"core.mail.send:{mail.pk}") as is_ours:
            held.append(is_ours)
        connection.close()

    smtp_sink.on_data = while_it_is_sent
    results = together(job, job)
    assert held == [False]
    assert len(smtp_sink.deliveries) == 1
    assert [result for result in results if result is not None and not isinstance(result, tasks.Busy)] == []
    assert fresh(mail).state == State.SENT
