import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.models import OutgoingMail
from core.mail.outbound import actions, sending
from core.mail.outbound.messages import OutboundMessage
from tests.factories import AgentFactory
from tests.worker import run_worker


class SmtpServer(threading.Thread):
    """A small real SMTP conversation on loopback: keeps what arrives, or refuses every recipient."""

    def __init__(self, *, refuses: bool = False) -> None:
        super().__init__(daemon=True)
        self.refuses, self.messages = refuses, []  # type: ignore[var-annotated]  # (of text)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(10)
        self.port = self.listener.getsockname()[1]

    def run(self) -> None:
        connection, _ = self.listener.accept()
        with connection, connection.makefile("rwb") as stream:
            stream.write(b"220 essai\r\n")
            stream.flush()
            while line := stream.readline():
                stream.write(self.answer(line.decode().upper(), stream))
                stream.flush()
                if line.upper().startswith(b"QUIT"):
                    return

    def answer(self, line: str, stream: object) -> bytes:
        if line.startswith("RCPT") and self.refuses:
            return b"550 boite inconnue\r\n"
        if line.startswith("DATA"):
            stream.write(b"354 allez\r\n")  # type: ignore[attr-defined]  # (a socket's file)
            stream.flush()  # type: ignore[attr-defined]  # (a socket's file)
            lines = []
            while (part := stream.readline()) != b".\r\n":  # type: ignore[attr-defined]  # (a socket's file)
                lines.append(part)
            self.messages.append(b"".join(lines))
        return b"221 au revoir\r\n" if line.startswith("QUIT") else b"250 bien\r\n"


@pytest.fixture
def smtp(settings: object) -> Iterator[Callable[..., SmtpServer]]:
    started = []

    def start(**options: bool) -> SmtpServer:
        server = SmtpServer(**options)
        server.start()
        started.append(server)
        settings.TRIAL = False  # type: ignore[attr-defined]  # (the fixture's settings)
        settings.MAILERS = {  # type: ignore[attr-defined]  # (the fixture's settings)
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 5},
            }
        }
        return server

    yield start
    for server in started:
        server.listener.close()


@pytest.mark.django_db(transaction=True)
def test_mail_and_job_exist_if_and_only_if_the_change_does():
    agent = AgentFactory.create()
    with transaction.atomic():
        actions.write("test", [OutboundMessage(agent, "Objet", "Texte")])
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    actions.write("test", [OutboundMessage(agent, "Objet", "Texte")])
    assert OutgoingMail.objects.count() == ProcrastinateJob.objects.filter(task_name="mail.send").count() == 1


@pytest.mark.django_db
def test_an_agent_without_address_gets_no_mail():
    assert (
        actions.write("test", [OutboundMessage(AgentFactory.create(without_address=True), "Objet", "Texte")])
        == []
    )


@pytest.mark.django_db
def test_a_real_server_receives_it_once(smtp):
    server = smtp()
    [mail] = actions.write(
        "test", [OutboundMessage(AgentFactory.create(), "L’été\r\nBcc: x", "Voilà", is_secret=True)]
    )
    sending.send(mail)
    sending.send(mail)
    server.join(5)
    mail.refresh_from_db()
    assert (mail.state, len(server.messages)) == (OutgoingMail.State.SENT, 1)
    assert b"\nBcc" not in server.messages[0]
    assert "Voilà" not in mail.body


@pytest.mark.django_db
def test_a_refusal_is_kept_where_administrators_read_it(smtp, administrator, signed_in):
    smtp(refuses=True)
    [mail] = actions.write("test", [OutboundMessage(AgentFactory.create(), "Objet", "Texte")])
    with pytest.raises(OSError) as caught:
        sending.send(mail)
    sending.note_failure(mail, str(caught.value), is_final=True)
    client = signed_in(administrator)
    page = client.get(reverse("admin:mail_outgoingmail_change", args=[mail.pk])).content.decode()
    assert "boite inconnue" in page
    assert "Envoyer de nouveau" in page
    client.post(reverse("admin:mail_outgoingmail_action", args=[mail.pk, "renvoyer"]))
    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.WAITING


@pytest.mark.django_db
def test_in_the_trial_nothing_leaves():
    [mail] = actions.write("test", [OutboundMessage(AgentFactory.create(), "Objet", "Texte")])
    sending.send(mail)
    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.KEPT


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_was_deferred():
    actions.write("test", [OutboundMessage(AgentFactory.create(), "Objet", "Texte")])
    run_worker("mail")
    assert OutgoingMail.objects.get().state == OutgoingMail.State.KEPT
