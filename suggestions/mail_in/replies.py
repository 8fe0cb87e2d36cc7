"""Routing of a reply to one of our mails, about an idea or a conversation.

What is open for that person decides, never the address alone: an author speaks to the group, an expert gives the
opinion asked, a member prepares the answer or writes back to the author, anybody else comments. Nothing meant for a
few is ever shown to all: what could be either waits for its sender's choice, on a page of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.urls import reverse

from core.mail.inbox_types import Acknowledgement, InboundMessage, InboxOutcome
from core.mail.models import IncomingMail, Reason
from core.people.models import Agent
from core.ui.visible import visible_text
from suggestions.comments import actions as comments
from suggestions.comments.policies import is_named_by_commenting, is_open_to_all
from suggestions.decisions import answers
from suggestions.exchange import actions as exchange
from suggestions.exchange import policies
from suggestions.mail_in.text import fitted, html_of
from suggestions.models import (
    ANSWER_LENGTH,
    COMMENT_LENGTH,
    Answer,
    Comment,
    Decision,
    Idea,
    Message,
    Opinion,
)
from suggestions.policies import (
    can_see,
    has_entered,
    is_in_group,
    is_one_of_authors,
    is_studied,
    may_moderate,
)
from suggestions.states import State

MADE: tuple[type[models.Model], ...] = (Idea, Comment, Message, Opinion, Answer)
UNSEEN = (
    "L’idée dont parle votre message n’est pas de celles que vous pouvez lire\u00a0: il n’est pas publié."
)
CUT = "[…]"
FEW_CUT = "(La suite se lit dans le message entier.)"
MARKUP = 2000


class Destination(Enum):
    TO_GROUP = "to_group"
    OPINION = "opinion"
    ANSWER = "answer"
    TO_AUTHOR = "to_author"
    COMMENT = "comment"
    # The sender chooses.
    CLOSED = "closed"
    HIDDEN_AUTHOR = "hidden_author"
    UNVERIFIED = "unverified"
    UNDECIDED = "undecided"
    ENTERED = "entered"


HELD_BECAUSE = {
    Destination.CLOSED: (
        Reason.CLOSED,
        "L’idée dont parle votre message n’attend plus rien\u00a0: son état est «\u00a0{fate}\u00a0». Votre message "
        "peut devenir un commentaire, si elle se lit encore, ou une nouvelle idée\u00a0: c’est à vous de choisir.",
    ),
    Destination.HIDDEN_AUTHOR: (
        Reason.NOT_ALLOWED,
        "Votre nom est caché sur cette idée, et un commentaire est toujours signé\u00a0: votre message n’est pas "
        "publié. Vous pouvez le publier quand même, signé, ou écrire au groupe sans être vu des lecteurs.",
    ),
    Destination.UNVERIFIED: (
        Reason.NOT_ALLOWED,
        "Rien ne prouve que ce message vient bien de vous, et un membre du groupe ne parle pour lui que d’une adresse "
        "vérifiée. Ouvrez sa page, connecté à l’intranet, pour dire ce qu’il devient.",
    ),
    Destination.UNDECIDED: (
        Reason.NOT_ALLOWED,
        "La décision n’est pas encore notée\u00a0: votre message ne peut pas en préparer la réponse, et l’auteur ne "
        "vous a rien demandé. Il n’est publié nulle part\u00a0: choisissez ce qu’il devient.",
    ),
    Destination.ENTERED: (
        Reason.NOT_ALLOWED,
        "Vous avez saisi cette idée pour un collègue\u00a0: votre message n’est pas publié. S’il dit que la "
        "nouvelle est transmise, notez-le sur la page de l’idée\u00a0; sinon, choisissez ce qu’il devient.",
    ),
}


def answer(arrival: InboundMessage, subject: models.Model) -> InboxOutcome:
    """`subject` is an Idea, or the Comment that began the conversation. In the gateway's transaction."""
    if earlier := made_of(arrival.mail):
        return InboxOutcome(became=earlier)
    thread = subject if isinstance(subject, Comment) else None
    about = thread.idea if thread else subject
    assert isinstance(about, Idea)
    idea = head_of(about)
    if not can_see(arrival.sender, idea):
        return InboxOutcome(refusal=Reason.NOT_ALLOWED, sentence=UNSEEN)
    if not visible_text(arrival.text) and not arrival.files:
        return _empty(idea)
    road = destination_of(arrival, idea, thread)
    if road in HELD_BECAUSE:
        return _waits(arrival, idea, subject, road)
    try:
        # A refusal halfway must leave nothing behind.
        with transaction.atomic():
            return HANDLERS[road](arrival, idea, thread)
    except (ValidationError, PermissionDenied) as refusal:
        return _held(arrival, subject, Reason.NOT_ALLOWED, _said(refusal))


def head_of(idea: Idea) -> Idea:
    """The idea on whose page this one is read now, with its authors and its answer."""
    head_id = Idea.objects.values_list("head", flat=True).get(pk=idea.pk)
    ideas = Idea.objects.with_authors().select_related("author", "answer", "decision")
    return ideas.get(pk=head_id or idea.pk)


def made_of(mail: IncomingMail) -> Any:
    """What this very message has already become here."""
    for model in MADE:
        if row := model._default_manager.filter(mail=mail).first():
            return row
    return None


def destination_of(arrival: InboundMessage, idea: Idea, thread: Comment | None) -> Destination:
    """Where this sender's words go, in the order of what is most open for them; `idea` is read on its own page."""
    agent = arrival.sender
    if thread:
        if is_named_by_commenting(agent, idea) or is_named_by_commenting(agent, thread.idea):
            return Destination.HIDDEN_AUTHOR
        return Destination.COMMENT if is_open_to_all(idea) else Destination.CLOSED
    if is_one_of_authors(agent, idea):
        return Destination.TO_GROUP if policies.is_exchange_open(idea) else Destination.CLOSED
    if idea.state == State.UNDER_STUDY and opinion_asked(agent, idea):
        return Destination.OPINION
    if may_moderate(agent, idea) and (road := _of_a_member(arrival, idea)):
        return road
    if idea.state not in State.waiting():
        return Destination.CLOSED
    if is_in_group(agent):
        return Destination.UNDECIDED
    return Destination.ENTERED if has_entered(agent, idea) else Destination.COMMENT


def _of_a_member(arrival: InboundMessage, idea: Idea) -> Destination | None:
    if is_studied(idea) and Decision.objects.filter(idea=idea).exists():
        return Destination.ANSWER if arrival.is_verified else Destination.UNVERIFIED
    if policies.is_exchange_open(idea) and awaits_the_group(idea):
        return Destination.TO_AUTHOR if arrival.is_verified else Destination.UNVERIFIED
    return None


def awaits_the_group(idea: Idea) -> bool:
    """The author wrote last."""
    last = Message.objects.filter(idea=idea).order_by("written_at", "pk").last()
    return last is not None and last.is_from_author


def opinion_asked(agent: Agent, idea: Idea) -> Opinion | None:
    return Opinion.objects.open().filter(idea__in=Idea.objects.family_of(idea), expert=agent).first()


def _to_group(arrival: InboundMessage, idea: Idea, thread: Comment | None) -> InboxOutcome:
    text, is_cut = _text(arrival, exchange.MESSAGE_LENGTH, FEW_CUT)
    message = exchange.reply(idea, by=arrival.sender, text=text, mail=arrival.mail)
    done = "Votre message est remis au groupe\u00a0: vous et lui seuls le lisez, sur la page de votre idée."
    return _outcome(arrival, idea, message, done, is_cut=is_cut)


def _opinion(arrival: InboundMessage, idea: Idea, thread: Comment | None) -> InboxOutcome:
    asked = opinion_asked(arrival.sender, idea)
    if asked is None:
        raise ValidationError("Cet avis n’est plus attendu\u00a0: le groupe a poursuivi sans lui.")
    text, is_cut = _text(arrival, exchange.OPINION_LENGTH, FEW_CUT)
    given = exchange.give_opinion(asked, by=arrival.sender, text=text, mail=arrival.mail)
    done = "Votre avis est donné\u00a0: merci\u00a0! Le groupe est prévenu, et seul à le lire."
    return _outcome(arrival, idea, given, done, url=given.get_absolute_url(), is_cut=is_cut)


def _answer(arrival: InboundMessage, idea: Idea, thread: Comment | None) -> InboxOutcome:
    # Room for the marks of paragraphs.
    text, is_cut = _text(arrival, ANSWER_LENGTH - MARKUP, CUT)
    prepared = answers.prepare_answer(idea, by=arrival.sender, text=html_of(text), mail=arrival.mail)
    desk = reverse("admin:suggestions_idea_change", args=[idea.pk])
    done = (
        f"Votre réponse à l’idée {idea.label} est préparée. Elle n’est pas publiée\u00a0: un second membre du groupe "
        "la relit d’abord au bureau, et c’est son bouton «\u00a0Publier la réponse\u00a0» qui l’envoie."
    )
    outcome = _outcome(arrival, idea, prepared, done, url=desk, is_cut=is_cut)
    return (
        outcome
        if outcome.acknowledgement
        else _with(outcome, arrival, idea, done, "Voir au bureau du groupe", desk)
    )


def _to_author(arrival: InboundMessage, idea: Idea, thread: Comment | None) -> InboxOutcome:
    text, is_cut = _text(arrival, exchange.MESSAGE_LENGTH, FEW_CUT)
    exchange.write_to_author(idea, by=arrival.sender, text=text, mail=arrival.mail)
    message = Message.objects.get(mail=arrival.mail)
    done = "Votre message est parti à l’auteur de l’idée, au nom du groupe."
    return _outcome(arrival, idea, message, done, is_cut=is_cut)


def _comment(arrival: InboundMessage, idea: Idea, thread: Comment | None) -> InboxOutcome:
    text, is_cut = _text(arrival, COMMENT_LENGTH, CUT)
    words: dict[str, Any] = {"by": arrival.sender, "text": text, "mail": arrival.mail}
    made = comments.reply(thread, **words) if thread else comments.comment(idea, **words)
    done = "Votre message est publié sous l’idée, en commentaire signé de votre nom."
    return _outcome(arrival, idea, made, done, url=made.get_absolute_url(), is_cut=is_cut)


HANDLERS: dict[Destination, Callable[[InboundMessage, Idea, Comment | None], InboxOutcome]] = {
    Destination.TO_GROUP: _to_group,
    Destination.OPINION: _opinion,
    Destination.ANSWER: _answer,
    Destination.TO_AUTHOR: _to_author,
    Destination.COMMENT: _comment,
}


def _text(arrival: InboundMessage, limit: int, ending: str) -> tuple[str, bool]:
    text = visible_text(arrival.text) or "(Message sans texte, avec des fichiers joints.)"
    return fitted(text, limit, ending)


def _outcome(
    arrival: InboundMessage,
    idea: Idea,
    became: models.Model,
    done: str,
    *,
    url: str = "",
    is_cut: bool = False,
) -> InboxOutcome:
    """Acknowledged when there is something to know that the page would not tell; else the page is enough."""
    outcome = InboxOutcome(became=became)
    is_public = isinstance(became, Comment)
    said = list(arrival.left_out)
    if is_cut:
        said.append(
            "Il était trop long pour tenir entier\u00a0: sa fin n’est pas publiée."
            if is_public
            else "Il était long\u00a0: sa fin se lit dans le message entier, un clic plus loin."
        )
    if arrival.files:
        who = "vous et le groupe" if is_public else "ceux qui peuvent le lire"
        said.append(f"Les fichiers joints restent avec le message entier, pour {who}.")
    if arrival.given_to and arrival.given_to != arrival.sender:
        said.append(
            "Vous avez répondu à une adresse donnée à quelqu’un d’autre\u00a0: c’est votre nom qui est retenu."
        )
    if not said:
        return outcome
    return _with(
        outcome,
        arrival,
        idea,
        "\n\n".join([done, *said]),
        "Voir sur l’intranet",
        url or idea.get_absolute_url(),
    )


def _with(
    outcome: InboxOutcome, arrival: InboundMessage, idea: Idea, text: str, button: str, url: str
) -> InboxOutcome:
    acknowledgement = Acknowledgement(
        # Without the title: administrators read subjects, and who answers may hide their name there.
        subject="Votre message est bien arrivé",
        lines=tuple(text.split("\n\n")),
        button=button,
        url=url,
        about=idea,
    )
    return InboxOutcome(became=outcome.became, acknowledgement=acknowledgement)


def _waits(arrival: InboundMessage, idea: Idea, subject: models.Model, road: Destination) -> InboxOutcome:
    reason, sentence = HELD_BECAUSE[road]
    return _held(arrival, subject, reason, sentence.format(fate=State(idea.state).label.lower()))


def _held(arrival: InboundMessage, subject: models.Model, reason: Reason, sentence: str) -> InboxOutcome:
    """`became` is what it speaks of until its sender has chosen."""
    return InboxOutcome(
        became=subject,
        refusal=reason,
        sentence=sentence,
        button="Choisir ce qu’il devient",
        url=reverse("suggestions:mail_choice", args=[arrival.mail.reference]),
        is_held=True,
    )


def _empty(idea: Idea) -> InboxOutcome:
    return InboxOutcome(
        refusal=Reason.UNREADABLE,
        sentence=(
            "Nous n’avons pas trouvé ce que vous avez écrit, seulement le message auquel vous répondez. Écrivez "
            "au-dessus de lui, ou sur la page de l’idée."
        ),
        button="Répondre sur l’intranet",
        url=idea.get_absolute_url(),
    )


def _said(refusal: ValidationError | PermissionDenied) -> str:
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return str(refusal) or "Ce message demande ce que votre compte ne permet pas."
