"""A mail to the register, and the gateway that takes it."""

from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

from core.mail.models import IncomingMail
from tests.mail.sample_rubric import kept, settled
from tests.mailroom.conftest import ADDRESS
from tests.mailroom.factories import CITIZEN, SECRET


def letter(text: str = f"Bonjour,\n\nUn banc, {SECRET} !\n", **headers: Any) -> EmailMessage:
    mail = EmailMessage()
    given = {
        "Return-Path": f"<{CITIZEN}>",
        "From": f"Rose Habitante <{CITIZEN}>",
        "To": ADDRESS,
        "Subject": "Un banc",
        "Date": formatdate(),
        "Message-ID": "<un@fai.example>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in given.items():
        if value is not None:
            mail[name] = value
    mail.set_content(text)
    return mail


def arrived(mail: EmailMessage) -> IncomingMail:
    return settled(kept(mail))
