"""SMTP with an envelope sender of its own: Django uses the From header, and cannot leave it empty."""

import email.message
import email.policy
import re
from email.header import Header
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend


class Policy(email.policy.EmailPolicy):
    """SMTP's policy, with whole subjects written as encoded words.

    Python's own folding puts two of them side by side without the space that RFC 2047 asks for: mail programs show
    an extra space, or the code itself.
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


METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
SMTP = Policy(linesep="\r\n")


class SmtpMessage(EmailMultiAlternatives):
    """`envelope_sender` is where errors come back (empty: nowhere); `calendar` is an iCalendar text with a METHOD."""

    envelope_sender = ""
    calendar = ""

    def message(self, *, policy: Any = email.policy.default) -> email.message.EmailMessage:
        """Add the calendar as a third form of the text, and as a file: programs look for one or the other."""
        message: email.message.EmailMessage = super().message(policy=policy)
        if found := METHOD.search(self.calendar):
            message.add_alternative(
                self.calendar, subtype="calendar", charset="utf-8", cte="base64", params={"method": found[1]}
            )
            content = self.calendar.encode()
            message.add_attachment(content, maintype="application", subtype="ics", filename="invite.ics")
        return message


class SmtpBackend(EmailBackend):
    """Django's backend, with the envelope sender of an `SmtpMessage`."""

    def _send(self, email_message: Any) -> bool:
        if not isinstance(email_message, SmtpMessage) or not email_message.recipients():
            return super()._send(email_message)  # type: ignore[misc]  # the stubs leave it out
        assert self.connection
        sender = email_message.envelope_sender
        self.connection.sendmail(
            self.prep_address(sender) if sender else "",
            [self.prep_address(address) for address in email_message.recipients()],
            email_message.message(policy=SMTP).as_bytes(),
        )
        return True
