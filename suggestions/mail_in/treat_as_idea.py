"""« Traiter comme idée »: a member of the group turns a held mail into an idea and names its author."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction

from core.mail.models import IncomingMail, Trust
from core.people.models import Agent
from core.ui.locks import lock_row
from suggestions.ideas.by_mail import INBOX
from suggestions.mail_in.choices import filed, propose_from
from suggestions.mail_in.policies import can_treat_as_idea
from suggestions.mail_in.replies import made_of
from suggestions.policies import is_in_group
from suggestions.states import Contact, Identity


@transaction.atomic
def treat_as_idea(mail: IncomingMail, *, by: Agent, author: Agent, title: str, proposal: str) -> str:
    """Turn the mail into an idea of `author`, informed at the sending address. Returns the message to show."""
    if not is_in_group(by):
        raise PermissionDenied("Seul un membre du groupe projet peut faire ce geste.")
    mail = lock_row(IncomingMail, mail.pk)
    if earlier := made_of(mail):
        raise ValidationError(
            f"Ce message a été traité entre-temps\u00a0: il est devenu «\u00a0{earlier}\u00a0»."
        )
    if not can_treat_as_idea(by, mail):
        raise ValidationError("Ce message a été traité entre-temps\u00a0: il n’attend plus.")
    words = {"title": title, "proposal": proposal}
    if author == by:
        idea = propose_from(mail, by=by, **words)
    else:
        contact, detail = _contact(mail, author)
        idea = propose_from(
            mail,
            by=by,
            author=author,
            contact=contact,
            contact_detail=detail,
            problem="",
            benefit="",
            seen_elsewhere="",
            direction=None,
            identity=Identity.NAMED,
            **words,
        )
    mail.inbox = mail.inbox or INBOX
    mail.save(update_fields=["inbox"])
    filed(mail, idea, by=by)
    return f"Le message est devenu l’idée «\u00a0{idea.title}\u00a0», " + (
        "proposée en votre nom." if author == by else f"saisie pour {author}, qui est prévenu."
    )


def _contact(mail: IncomingMail, author: Agent) -> tuple[Contact, str]:
    """How to inform the author: the sending address unless forged, else their own, else by a colleague."""
    wrote_from = mail.sender_address if mail.trust != Trust.FAILED else ""
    for address in (wrote_from, author.email or ""):
        try:
            validate_email(address)
        except ValidationError:
            continue
        return Contact.MAIL, address[:200]
    return Contact.SPOKEN, ""
