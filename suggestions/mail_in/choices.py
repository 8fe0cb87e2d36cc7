"""What the sender of a held mail may turn it into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from core.documents.actions import store_bytes
from core.mail.inbound import attachments
from core.mail.inbox_types import AttachedFile
from core.mail.models import IncomingMail, RawContent, Reason, State, Trust
from core.mail.parsing import sandboxed
from core.mail.parsing.parsed_message import Unreadable
from core.people.models import Agent
from core.ui.locks import lock_row
from core.ui.visible import visible_text
from suggestions.comments import actions as comments
from suggestions.comments.policies import can_comment, is_named_by_commenting
from suggestions.decisions import answers
from suggestions.decisions.policies import can_prepare_answer
from suggestions.exchange import actions as exchange
from suggestions.exchange import policies
from suggestions.ideas.by_mail import INBOX, WHOLE
from suggestions.mail_in.new_ideas import words_of
from suggestions.mail_in.policies import idea_of
from suggestions.mail_in.replies import CUT, FEW_CUT, MARKUP, head_of, made_of
from suggestions.mail_in.text import fitted, html_of
from suggestions.models import ANSWER_LENGTH, COMMENT_LENGTH, Comment, Idea, Message
from suggestions.policies import can_see
from suggestions.proposing import actions as proposing
from suggestions.proposing.policies import can_propose

# What the page sends for none of the choices.
NOTHING = "rien"
DROPPED = "Son expéditeur a choisi de n’en rien faire."


@dataclass(frozen=True)
class Choice:
    """A button; `make` is given the mail, its sender, and the idea on whose page its words would stand."""

    name: str
    label: str
    help: str
    allowed: Callable[[Agent, Idea], bool]
    make: Callable[[IncomingMail, Agent, Idea], models.Model]


def is_chooser(agent: Agent, mail: IncomingMail) -> bool:
    """Its sender, of a mail that waited for a choice or still does."""
    return agent.is_active and mail.sender_id == agent.pk and mail.inbox == INBOX


def awaits_choice(mail: IncomingMail) -> bool:
    return (
        mail.state == State.HELD
        and mail.reason in (Reason.CLOSED, Reason.NOT_ALLOWED)
        and idea_of(mail.became) is not None
    )


def asked_about(mail: IncomingMail) -> Idea | None:
    """The idea that a held mail is about; None when the mail is no longer held."""
    idea = idea_of(mail.became) if awaits_choice(mail) else None
    return head_of(idea) if idea else None


def choices_for(agent: Agent, idea: Idea) -> list[Choice]:
    is_seen = can_see(agent, idea)
    return [choice for choice in CHOICES if choice.allowed(agent, idea) and (is_seen or choice is NEW_IDEA)]


@transaction.atomic
def choose(mail: IncomingMail, *, by: Agent, name: str) -> tuple[Any, bool]:
    """The row that the mail becomes, and whether this call created it; the first choice counts."""
    if not is_chooser(by, mail):
        raise PermissionDenied("Seule la personne qui a écrit ce message choisit ce qu’il devient.")
    mail = lock_row(IncomingMail, mail.pk)
    if earlier := made_of(mail):
        return earlier, False
    idea = asked_about(mail)
    if idea is None:
        raise ValidationError("Ce message a été traité entre-temps\u00a0: il n’attend plus de choix.")
    choice = next((choice for choice in choices_for(by, idea) if choice.name == name), None)
    if choice is None:
        raise ValidationError("Ce choix n’est pas (ou plus) possible\u00a0: en voici d’autres.")
    row = choice.make(mail, by, idea)
    if mail.trust not in (Trust.VERIFIED, Trust.INTERNAL):
        # They signed in to choose.
        mail.trust = Trust.CONFIRMED
    filed(mail, row, by=by)
    return row, True


@transaction.atomic
def drop(mail: IncomingMail, *, by: Agent) -> bool:
    """« N’en rien faire »: set the mail aside; False when it was already handled."""
    if not is_chooser(by, mail):
        raise PermissionDenied("Seule la personne qui a écrit ce message choisit ce qu’il devient.")
    mail = lock_row(IncomingMail, mail.pk)
    if not awaits_choice(mail):
        return False
    mail.state, mail.set_aside_reason, mail.handled_by = State.SET_ASIDE, DROPPED, by
    mail.save(update_fields=["state", "set_aside_reason", "handled_by"])
    return True


def filed(mail: IncomingMail, row: models.Model, *, by: Agent) -> None:
    """The mail has become this row, by this person's hand; it is locked by the caller."""
    mail.state, mail.reason, mail.error = State.FILED, Reason.NONE, ""
    mail.read_at, mail.handled_by, mail.became = timezone.now(), by, row
    try:
        with transaction.atomic():
            mail.save(
                update_fields=[
                    "state",
                    "reason",
                    "error",
                    "read_at",
                    "handled_by",
                    "content_type",
                    "object_id",
                    "trust",
                    "sender",
                ]
            )
    except IntegrityError as error:
        raise ValidationError(
            "Le même message, reçu deux fois, a déjà été traité\u00a0: rien n’est à faire de celui-ci."
        ) from error


def propose_from(mail: IncomingMail, *, by: Agent, **words: Any) -> Idea:
    """The idea of this mail, with its files and, when its text is longer than an idea's, the whole of it."""
    found_files, left_out = files_of(mail)
    documents, refused = attachments.kept_files(found_files, by=by)
    found = words_of(mail.subject, mail.text, by, [document.name for document in documents])
    if found is None and not words:
        raise ValidationError("Ce message ne porte ni texte ni fichier\u00a0: il n’y a rien à proposer.")
    title, proposal, whole = found or ("", "", "")
    if whole:
        documents.append(store_bytes(whole.encode(), name=WHOLE, by=by))
    if left_out or refused:
        mail.remarks = list(dict.fromkeys([*mail.remarks, *left_out, *refused]))
        mail.save(update_fields=["remarks"])
    words = {"title": title, "proposal": proposal} | words
    if "author" in words:
        return proposing.enter_for(by=by, mail=mail, documents=documents, **words)
    return proposing.propose(by=by, mail=mail, documents=documents, **words)


def files_of(mail: IncomingMail) -> tuple[tuple[AttachedFile, ...], tuple[str, ...]]:
    """What the kept bytes of a mail carry, read again; and sentences for what is left out."""
    raw = RawContent.objects.filter(mail=mail).first()
    if raw is None or mail.is_headers_only:
        return (), ()
    try:
        reading = sandboxed.parse(bytes(raw.content))
    except Unreadable:
        return (), ("Les fichiers de ce message n’ont pas pu être lus.",)
    sorted_ = attachments.sort_attachments(
        reading.parts, mail.sender_address.rpartition("@")[2], counts=False
    )
    return sorted_.files, sorted_.left_out


def _comment(mail: IncomingMail, by: Agent, idea: Idea) -> Comment:
    text = _text(mail, COMMENT_LENGTH, CUT)
    thread = mail.became
    if isinstance(thread, Comment) and not thread.hidden_at:
        return comments.reply(thread, by=by, text=text, mail=mail)
    return comments.comment(idea, by=by, text=text, mail=mail)


def _to_group(mail: IncomingMail, by: Agent, idea: Idea) -> Message:
    return exchange.reply(idea, by=by, text=_text(mail, exchange.MESSAGE_LENGTH, FEW_CUT), mail=mail)


def _to_author(mail: IncomingMail, by: Agent, idea: Idea) -> Message:
    exchange.write_to_author(idea, by=by, text=_text(mail, exchange.MESSAGE_LENGTH, FEW_CUT), mail=mail)
    return Message.objects.get(mail=mail)


def _answer(mail: IncomingMail, by: Agent, idea: Idea) -> Any:
    text = html_of(_text(mail, ANSWER_LENGTH - MARKUP, CUT))
    return answers.prepare_answer(idea, by=by, text=text, mail=mail)


def _idea(mail: IncomingMail, by: Agent, idea: Idea) -> Idea:
    return propose_from(mail, by=by)


def _text(mail: IncomingMail, limit: int, ending: str) -> str:
    return fitted(
        visible_text(mail.text) or "(Message sans texte, avec des fichiers joints.)", limit, ending
    )[0]


def _may_write_answer(agent: Agent, idea: Idea) -> bool:
    draft = idea.draft
    return can_prepare_answer(agent, idea) and (draft is None or draft.prepared_by_id == agent.pk)


NEW_IDEA = Choice(
    "idee",
    "En faire une nouvelle idée",
    "Elle porte votre nom\u00a0; le groupe vous répond, comme à toute idée.",
    lambda agent, idea: can_propose(agent),
    _idea,
)
CHOICES = [
    Choice(
        "groupe",
        "L’envoyer au groupe",
        "Vous et le groupe seuls le lisez, dans l’échange de la page de l’idée.",
        policies.can_reply,
        _to_group,
    ),
    Choice(
        "reponse",
        "En préparer la réponse",
        "Elle reste dans le groupe\u00a0: un second membre la relit, puis elle se publie au bureau.",
        _may_write_answer,
        _answer,
    ),
    Choice(
        "auteur",
        "L’envoyer à l’auteur",
        "L’auteur le lit avec votre nom, au nom du groupe.",
        policies.can_write_to_author,
        _to_author,
    ),
    Choice(
        "commentaire",
        "En faire un commentaire",
        "Tous les agents le lisent sous l’idée, signé de votre nom.",
        can_comment,
        _comment,
    ),
    NEW_IDEA,
]


def warns(agent: Agent, idea: Idea) -> bool:
    """A comment would show that this agent, who hides their name here, has to do with the idea."""
    return is_named_by_commenting(agent, idea)
