"""SMTP with an envelope of its own: Django writes the From header there, and cannot leave it empty."""

import email.policy
from email.header import Header
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend


class Policy(email.policy.EmailPolicy):
    """SMTP's, with subjects written whole as encoded words.

    Python's own folding puts two of them side by side without the space that RFC 2047 asks for: mail programs show an
    extra space, or the code itself.
    """

    def fold(self, name: str, value: Any) -> str:
        if name.lower() != "subject" or str(value).isascii():
            return super().fold(name, value)
        encoded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {encoded}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() != "subject":
            return super().fold_binary(name, value)
        return self.fold(name, value).encode("ascii", "surrogateescape")


SMTP = Policy(linesep="\r\n")


class Message(EmailMultiAlternatives):
    """`envelope_sender` is where errors come back; empty, nowhere."""

    envelope_sender = ""


class Backend(EmailBackend):
    """Django's, but for the sender on the envelope of a `Message`."""

    def _send(self, email_message: Any) -> bool:
        if not isinstance(email_message, Message) or not email_message.recipients():
            return super()._send(email_message)  # type: ignore[misc]  # the stubs leave it out
        assert self.connection
        sender = email_message.envelope_sender
        self.connection.sendmail(
            self.prep_address(sender) if sender else "",
            [self.prep_address(address) for address in email_message.recipients()],
            email_message.message(policy=SMTP).as_bytes(),
        )
        return True
