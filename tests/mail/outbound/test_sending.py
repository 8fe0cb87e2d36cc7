"""A real server that takes, refuses, hangs up: once, with the right envelope, or again, or lost and said so."""

import socket
import ssl
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail import tasks
from core.mail.models import AddressTrouble, Bounce, Envelope, OutgoingMail
from core.mail.outbound import actions, circuit_breaker, reply_addresses, send_queue, sending
from core.mail.outbound.messages import OutboundMessage
from core.mail.outbound.verp import reference_in, return_address
from core.people.models import Agent
from core.ui.locks import alone
from tests.factories import AgentFactory, DirectionFactory
from tests.mail.dovecot import own_certificate
from tests.mail.sample_rubric import Rubric
from tests.mail.smtp import Sink, mailers, serve
from tests.worker import run_worker

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


def written(agent: Agent, **fields: Any) -> OutgoingMail:
    [mail] = actions.write("test", [OutboundMessage(agent, "L’été", "Texte", **fields)])
    return mail


def fresh(mail: OutgoingMail) -> OutgoingMail:
    mail.refresh_from_db()
    return mail


def test_what_leaves(smtp_sink: Sink, rubric: Rubric, nadia: Agent) -> None:
    mail = written(nadia, about=DirectionFactory.create())
    sending.try_once(mail.pk, is_last=False)
    [delivery] = smtp_sink.deliveries
    assert reference_in(delivery.sender) == mail.reference
    assert delivery.recipients == ("nadia.benali@ville.example",)
    message = delivery.message
    assert message["Subject"] == "L’été"
    assert message["From"] == "Intranet de Port-Mimosa <essai@ville.example>"
    assert message["Reply-To"] == reply_addresses.reply_email(mail.reply_address)
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
def test_a_subject_is_read_by_any_program(
    smtp_sink: Sink, rubric: Rubric, nadia: Agent, subject: str
) -> None:
    """Encoded words stand apart (RFC 2047): glued together, some programs show their code."""
    [mail] = actions.write("test", [OutboundMessage(nadia, subject, "Texte")])
    sending.try_once(mail.pk, is_last=False)
    [delivery] = smtp_sink.deliveries
    written = (
        delivery.content.split(b"\r\nSubject: ")[-1]
        if b"\r\nSubject: " in delivery.content
        else delivery.content
    )
    assert b"?==?" not in written
    assert str(delivery.message["Subject"]) == mail.subject


def test_no_mark_of_a_title_keeps_a_mail_back(smtp_sink: Sink, rubric: Rubric, nadia: Agent) -> None:
    """Python takes each of these for the end of a header, and refuses to write it; one may already wait."""
    [mail] = actions.write("test", [OutboundMessage(nadia, "Un\u2028titre\x85en\x0bmorceaux\x1c", "Texte")])
    OutgoingMail.objects.filter(pk=mail.pk).update(subject="Un\u2029autre")
    sending.try_once(mail.pk, is_last=False)
    assert mail.subject == "Un titre en morceaux "
    [delivery] = smtp_sink.deliveries
    assert delivery.message["Subject"] == "Un autre"


def test_answers_leave_with_an_empty_envelope(smtp_sink: Sink, rubric: Rubric, nadia: Agent) -> None:
    mail = written(nadia, is_reply=True, envelope=Envelope.NULL)
    sending.try_once(mail.pk, is_last=False)
    [delivery] = smtp_sink.deliveries
    assert delivery.sender == ""
    assert delivery.message["Auto-Submitted"] == "auto-replied"


def test_a_server_that_knows_only_its_clients_own_addresses(
    smtp_sink: Sink, rubric: Rubric, nadia: Agent
) -> None:
    """Exchange and others refuse any other sender: the answer leaves all the same, in the same conversation."""
    mail = written(nadia, envelope=Envelope.NULL)
    smtp_sink.refusals |= {"<>": "550 5.7.60 non", return_address(mail): "553 5.7.1 non"}
    sending.try_once(mail.pk, is_last=False)
    [delivery] = smtp_sink.deliveries
    assert delivery.sender == "essai@ville.example"
    assert fresh(mail).state == State.SENT
    # For a while only: the better sender is worth another try.
    smtp_sink.refusals = {"<>": "451 4.3.0 plus tard"}
    with pytest.raises(OSError):
        sending.try_once(written(nadia, envelope=Envelope.NULL).pk, is_last=False)


@pytest.mark.parametrize("town", ["L’Île-d’Yeu", 'Saint-Jean, "la ville" <x@y.example>'])
def test_the_town_s_name_harms_no_header(smtp_sink: Sink, nadia: Agent, settings: Any, town: str) -> None:
    settings.TOWN_NAME, settings.MAIL_FROM = town, "intranet@ville.example"
    sending.try_once(written(nadia).pk, is_last=False)
    [message] = smtp_sink.messages
    [address] = message["From"].addresses
    assert address.addr_spec == "intranet@ville.example"
    assert "Bcc" not in message


def test_errors_go_to_mail_from_where_no_mail_is_read(smtp_sink: Sink, nadia: Agent, settings: Any) -> None:
    settings.MAIL_ADDRESSES, settings.MAIL_FROM = {}, "intranet@ville.example"
    sending.try_once(written(nadia).pk, is_last=False)
    [delivery] = smtp_sink.deliveries
    assert delivery.sender == "intranet@ville.example"
    assert "Reply-To" not in delivery.message


def test_refused_for_good_is_lost_at_once_and_counts(smtp_sink: Sink, nadia: Agent) -> None:
    smtp_sink.refusals["nadia.benali@ville.example"] = "550 5.1.1 boite inconnue"
    mail = written(nadia)
    sending.try_once(mail.pk, is_last=False)
    assert fresh(mail).state == State.FAILED
    assert "boite inconnue" in mail.error
    bounce = Bounce.objects.get()
    assert (bounce.mail, bounce.address, bounce.is_permanent, bounce.status) == (
        mail,
        nadia.email,
        True,
        "5.1.1",
    )
    assert AddressTrouble.objects.get().permanent_errors == 1
    # The job that comes again finds it lost, and sends nothing by itself.
    smtp_sink.refusals.clear()
    sending.try_once(mail.pk, is_last=False)
    assert not smtp_sink.deliveries


@pytest.mark.parametrize(
    "trouble",
    [
        {"refusals": {"nadia.benali@ville.example": "450 4.2.0 plus tard"}},
        {"refusals": {"nadia.benali@ville.example": "554 5.7.1 relais interdit"}},
        {"answer_to_data": "451 4.3.0 disque plein"},
        {"answer_to_data": "554 5.6.0 contenu refuse"},
        {"hangs_up_at": "MAIL"},
        {"hangs_up_at": "RCPT"},
        {"hangs_up_at": "DATA"},
    ],
    ids=str,
)
def test_what_may_mend_is_tried_again_then_lost(
    smtp_sink: Sink, nadia: Agent, trouble: dict[str, Any]
) -> None:
    for name, value in trouble.items():
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


def test_an_address_that_smtp_cannot_carry_is_lost_at_once(smtp_sink: Sink, nadia: Agent) -> None:
    mail = written(nadia)
    OutgoingMail.objects.filter(pk=mail.pk).update(address="émilie@ville.example")
    sending.try_once(mail.pk, is_last=False)
    assert fresh(mail).state == State.FAILED
    assert not smtp_sink.deliveries


def test_a_wrong_setting_loses_nothing_at_once(smtp_sink: Sink, nadia: Agent, settings: Any) -> None:
    settings.MAIL_FROM = "rien du tout"
    mail = written(nadia)
    with pytest.raises(ValueError, match="rien du tout"):
        sending.try_once(mail.pk, is_last=False)
    assert fresh(mail).state == State.WAITING


def test_a_silent_server_is_waited_for_once_a_minute(smtp_sink: Sink, nadia: Agent, settings: Any) -> None:
    first, second = written(nadia), written(nadia)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.MAILERS = mailers(mute.getsockname()[1])
        settings.MAILERS["default"]["OPTIONS"]["timeout"] = 0.05
        with pytest.raises(OSError, match="timed out"):
            sending.try_once(first.pk, is_last=False)
    settings.MAILERS = mailers(0)
    with pytest.raises(circuit_breaker.CircuitOpen):
        sending.try_once(second.pk, is_last=False)
    assert (fresh(first).attempts, fresh(second).attempts) == (1, 0)
    assert second.state == State.WAITING
    circuit_breaker.reset()


def test_a_server_that_encrypts_from_the_first_byte(
    nadia: Agent, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    sink, controller = serve(ssl_context=context)
    try:
        settings.TRIAL, settings.MAILERS = False, mailers(controller.port)
        settings.MAILERS["default"]["OPTIONS"]["use_ssl"] = True
        mail = written(nadia)
        sending.try_once(mail.pk, is_last=False)
        assert fresh(mail).state == State.SENT
        assert len(sink.deliveries) == 1
    finally:
        controller.stop()


def test_a_double_bears_the_same_message_id(smtp_sink: Sink, nadia: Agent) -> None:
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


def test_the_row_says_sent_before_leave_is_taken(smtp_sink: Sink, nadia: Agent, monkeypatch: Any) -> None:
    from core.mail.outbound.backend import SmtpBackend

    seen = []
    really_close = SmtpBackend.close

    def close(self: SmtpBackend) -> None:
        seen.append(OutgoingMail.objects.get().state)
        really_close(self)
        raise OSError("the server does not say goodbye")

    monkeypatch.setattr(SmtpBackend, "close", close)
    sending.try_once(written(nadia).pk, is_last=False)
    assert seen == [State.SENT]


def test_sent_again_by_an_administrator(
    smtp_sink: Sink, administrator: Agent, nadia: Agent, signed_in: Callable[[Agent], Client], settings: Any
) -> None:
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
def test_two_workers_send_it_once(smtp_sink: Sink, together: Callable[..., list[Any]]) -> None:
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


def job_of(mail: OutgoingMail) -> Any:
    return ProcrastinateJob.objects.get(task_name="mail.send", args={"mail_id": mail.pk})


@pytest.mark.django_db(transaction=True)
def test_what_waits_leaves_through_one_connection(smtp_sink: Sink) -> None:
    mails = [written(AgentFactory.create()) for _ in range(5)]
    marked = []

    def count_sent() -> None:
        marked.append(OutgoingMail.objects.filter(state=State.SENT).count())
        connection.close()

    smtp_sink.on_data = count_sent
    run_worker("mail")
    assert [fresh(mail).state for mail in mails] == [State.SENT] * 5
    assert (len(smtp_sink.deliveries), smtp_sink.connections) == (5, 1)
    # Each stands as sent before the next one leaves.
    assert marked == [0, 1, 2, 3, 4]
    assert {fresh(mail).attempts for mail in mails} == {1}


@pytest.mark.django_db(transaction=True)
def test_a_refused_recipient_stops_no_other(smtp_sink: Sink) -> None:
    """The first of a batch, and others in its middle, refused for a while or for good."""
    mails = [written(AgentFactory.create()) for _ in range(5)]
    smtp_sink.refusals = {
        mails[0].address: "450 4.2.0 plus tard",
        mails[2].address: "550 5.1.1 inconnue",
        mails[3].address: "450 4.2.0 plus tard",
    }
    run_worker("mail")
    assert [fresh(mail).state for mail in mails] == [
        State.WAITING,
        State.SENT,
        State.FAILED,
        State.WAITING,
        State.SENT,
    ]
    # One try each: what the server refused a moment ago is not asked again at once.
    assert [mail.attempts for mail in mails] == [1] * 5
    assert smtp_sink.connections == 1
    assert "plus tard" in mails[3].error
    for refused in (mails[0], mails[3]):
        job = job_of(refused)
        assert (job.status, job.attempts) == ("todo", 1)
        assert job.scheduled_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_server_that_hangs_up_ends_the_batch(smtp_sink: Sink) -> None:
    mails = [written(AgentFactory.create()) for _ in range(3)]
    hung_up = []

    def hang_up_on_the_second() -> None:
        smtp_sink.hangs_up_at = "DATA" if len(smtp_sink.deliveries) == 2 else ""
        hung_up.append(smtp_sink.hangs_up_at)

    smtp_sink.on_data = hang_up_on_the_second
    run_worker("mail")
    # The third has left by its own job, through another connection.
    assert [fresh(mail).state for mail in mails] == [State.SENT, State.WAITING, State.SENT]
    assert hung_up == ["", "DATA", ""]
    assert smtp_sink.connections == 2
    assert job_of(mails[1]).attempts == 1


def test_a_mail_whose_time_has_not_come_waits(smtp_sink: Sink, nadia: Agent) -> None:
    later, now = written(nadia), written(nadia)
    [job] = [job for job in send_queue.due_jobs(9) if job.mail_id == later.pk]
    send_queue.put_off(job)
    sending.try_with_others(now.pk, is_last=False)
    assert (fresh(later).state, fresh(now).state) == (State.WAITING, State.SENT)
    assert [job.mail_id for job in send_queue.due_jobs(9)] == [now.pk]


def put_off_for_hours(mail: OutgoingMail) -> None:
    """As the eighth failed try leaves it: eleven hours to wait for the ninth."""
    OutgoingMail.objects.filter(pk=mail.pk).update(attempts=8)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET attempts = 8, scheduled_at = now() + interval '11 hours'"
            " WHERE id = %s",
            [job_of(mail).pk],
        )


@pytest.mark.django_db(transaction=True)
def test_what_waits_after_an_outage_leaves_when_asked(
    smtp_sink: Sink, administrator: Agent, signed_in: Callable[[Agent], Client], settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = False
    mails = [written(AgentFactory.create()) for _ in range(3)]
    for mail in mails:
        put_off_for_hours(mail)
    run_worker("mail")
    assert not smtp_sink.deliveries
    client, where = signed_in(administrator), reverse("admin:mail_outgoingmail_changelist")
    page = client.get(where).text
    assert "Des messages ne sont pas partis." in page
    assert "Envoyer maintenant ce qui attend" in page
    answer = client.post(reverse("mail:send_waiting"), follow=True)
    assert "Ce qui attendait part dès maintenant." in answer.text
    assert answer.redirect_chain == [(where, 302)]
    run_worker("mail")
    assert [fresh(mail).state for mail in mails] == [State.SENT] * 3
    assert smtp_sink.connections == 1
    assert "Envoyer maintenant" not in client.get(where).text
    assert "Aucun message n’attend de partir." in client.post(reverse("mail:send_waiting"), follow=True).text


def test_a_try_that_was_asked_for_costs_no_other(nadia: Agent, administrator: Agent) -> None:
    mail = written(nadia)
    put_off_for_hours(mail)
    assert actions.send_waiting(by=administrator) == 1
    assert (job_of(mail).attempts, job_of(mail).scheduled_at) == (7, None)
    # Asked for twice, before the worker came.
    assert actions.send_waiting(by=administrator) == 1
    assert job_of(mail).attempts == 7


def test_a_mail_without_a_job_gets_one(nadia: Agent, capsys: pytest.CaptureFixture[str]) -> None:
    mail, sent = written(nadia), written(nadia)
    OutgoingMail.objects.filter(pk=sent.pk).update(state=State.SENT, sent_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    call_command("mail_send_waiting")
    assert job_of(mail).status == "todo"
    assert not ProcrastinateJob.objects.filter(args={"mail_id": sent.pk}).exists()
    assert capsys.readouterr().out == "1 message part dès maintenant.\n"
    call_command("mail_send_waiting")
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "is_sent_again"),
    [
        ({}, True),
        ({"is_confidential": False}, False),
        ({"created_at": timezone.now() - timedelta(days=8)}, False),
    ],
)
def test_a_lost_confidential_mail_is_sent_again_with_what_waits(
    nadia: Agent,
    administrator: Agent,
    signed_in: Callable[[Agent], Client],
    settings: Any,
    changes: dict[str, Any],
    is_sent_again: bool,
) -> None:
    settings.SECURE_SSL_REDIRECT = False
    mail = written(nadia)
    OutgoingMail.objects.filter(pk=mail.pk).update(
        **{"state": State.FAILED, "is_confidential": True, "error": "550 non"} | changes
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    page = signed_in(administrator).get(reverse("admin:mail_outgoingmail_changelist")).text
    assert ("Envoyer maintenant ce qui attend" in page) is is_sent_again
    assert actions.send_waiting(by=administrator) == is_sent_again
    assert (fresh(mail).state == State.WAITING) is is_sent_again
    assert ProcrastinateJob.objects.filter(status="todo").exists() is is_sent_again


@pytest.mark.parametrize("person", ["moderator", "directory_manager", "outsider"])
def test_only_administrators_have_what_waits_sent(
    request: pytest.FixtureRequest,
    signed_in: Callable[[Agent], Client],
    settings: Any,
    nadia: Agent,
    person: str,
) -> None:
    settings.SECURE_SSL_REDIRECT = False
    mail = written(nadia)
    put_off_for_hours(mail)
    agent = request.getfixturevalue(person)
    client = signed_in(agent)
    assert client.post(reverse("mail:send_waiting")).status_code == 404
    assert client.get(reverse("mail:send_waiting")).status_code == 405
    with pytest.raises(PermissionDenied):
        actions.send_waiting(by=agent)
    assert job_of(mail).attempts == 8
