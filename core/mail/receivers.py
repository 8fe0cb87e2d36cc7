from typing import Any

from django.dispatch import receiver

from core.mail import signals
from core.mail.autoreply.acknowledgements import acknowledge
from core.mail.autoreply.refusals import refuse
from core.mail.inbox_types import Acknowledgement
from core.mail.models import IncomingMail, Reason
from core.mail.parsing.parsed_message import ParsedMessage
from core.people.models import Agent


@receiver(signals.mail_filed)
def send_acknowledgement(
    sender: type[IncomingMail],
    mail: IncomingMail,
    agent: Agent,
    acknowledgement: Acknowledgement,
    **kwargs: Any,
) -> None:
    acknowledge(mail, agent, acknowledgement)


@receiver(signals.mail_refused)
def send_refusal(
    sender: type[IncomingMail],
    mail: IncomingMail,
    message: ParsedMessage,
    address: str,
    reason: Reason,
    *,
    sentence: str,
    button: str,
    url: str,
    **kwargs: Any,
) -> None:
    refuse(mail, address, reason, sentence=sentence, button=button, url=url, message=message)
