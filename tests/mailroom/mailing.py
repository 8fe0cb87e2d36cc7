"""A citizen's mail to the register, received and processed."""

from email.message import EmailMessage
from typing import Any

from core.mail.models import IncomingMail
from tests.mail.sample_rubric import kept, message, settled
from tests.mailroom.conftest import ADDRESS
from tests.mailroom.factories import CITIZEN, SECRET


def letter(text: str = f"Bonjour,\n\nUn banc, {SECRET} !\n", **headers: Any) -> EmailMessage:
    """From Rose, for whom the town's server does not vouch; a header given as None is left out."""
    given = {
        "Authentication_Results": None,
        "Return_Path": f"<{CITIZEN}>",
        "To": ADDRESS,
        "Subject": "Un banc",
        "Message_ID": "<un@fai.example>",
    }
    return message(f"Rose Habitante <{CITIZEN}>", text, **(given | headers))


def arrived(mail: EmailMessage) -> IncomingMail:
    return settled(kept(mail))
