"""SMTP with an envelope of its own: Django writes the From header there, and cannot leave it empty."""

import email.policy
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend


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
            email_message.message(policy=email.policy.SMTP).as_bytes(),
        )
        return True
