"""A real SMTP server on loopback that keeps what it is given, refuses, or hangs up, as a test asks."""

import asyncio
import email
import email.policy
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Delivery:
    """`sender` is the envelope's: empty when nothing is to come back."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=email.policy.default)


@dataclass
class Sink:
    """`refusals` gives, by address, the answer to RCPT, and to MAIL (« <> » is the empty one).

    `answer_to_data` takes the place of « 250 » once a message has arrived.
    `hangs_up_at` closes the connection at « MAIL », « RCPT », « DATA » (the message then arrived, unanswered).
    `on_data` runs once a message has arrived, before it is answered.
    """

    deliveries: list[Delivery] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    answer_to_data: str = "250 2.0.0 bien"
    hangs_up_at: str = ""
    on_data: Callable[[], None] | None = None

    @property
    def messages(self) -> list[EmailMessage]:
        return [delivery.message for delivery in self.deliveries]

    def reset(self) -> None:
        self.__init__()  # type: ignore[misc]  # as new, for the next test: the server holds this very object

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.hangs_up_at == "MAIL":
            return _hang_up(server)
        if refusal := self.refusals.get(address or "<>"):
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 bien"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.hangs_up_at == "RCPT":
            return _hang_up(server)
        if refusal := self.refusals.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 bien"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.deliveries.append(
            Delivery((envelope.mail_from or "").strip("<>"), tuple(envelope.rcpt_tos), content)
        )
        if self.on_data:
            self.on_data()
        return _hang_up(server) if self.hangs_up_at == "DATA" else self.answer_to_data


def _hang_up(server: SMTP) -> str:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()
    return "421 au revoir"


class AnyPort(Controller):
    """Listens where the system has room; its own first connection must know where that is."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = int(self.server.sockets[0].getsockname()[1])
        super()._trigger_server()


def serve() -> tuple[Sink, Controller]:
    """Started; whoever asks stops it. `controller.port` is where."""
    sink = Sink()
    controller = AnyPort(sink, hostname="127.0.0.1", port=0)
    controller.start()
    return sink, controller


def mailers(port: int) -> dict[str, Any]:
    """The settings' MAILERS, as they are but for the place."""
    return {
        "default": {
            "BACKEND": "core.mail.outbound.backend.SmtpBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }
