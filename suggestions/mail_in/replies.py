"""A reply to one of our mails about an idea becomes a message to the group on that idea, whoever sends it.

An author's stands in the exchange that they share with the group; anybody else's is read by the group alone. Nothing is
published by mail: comments, opinions, words to the author and answers are written on the pages.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from core.mail.inbox_types import Acknowledgement, InboundMessage, InboxOutcome
from core.mail.models import IncomingMail, Reason
from core.ui.mails import render_text
from core.ui.visible import visible_text
from suggestions.exchange import actions as exchange
from suggestions.ideas.locking import lock_head
from suggestions.mail_in.text import fitted
from suggestions.models import Answer, Comment, Idea, Message, Note, Opinion
from suggestions.notes import actions as notes
from suggestions.policies import can_see, is_one_of_authors

# Mails became comments, opinions and answers too in earlier versions.
MADE: tuple[type[models.Model], ...] = (Idea, Message, Note, Comment, Opinion, Answer)
UNSEEN = (
    "L’idée dont parle votre message n’est pas de celles que vous pouvez lire\u00a0: il n’est pas publié."
)
CUT = "(La suite se lit dans le message entier.)"


def answer(arrival: InboundMessage, subject: models.Model) -> InboxOutcome:
    """`subject` is an Idea, or a Comment that a letter spoke of. In the gateway's transaction."""
    if earlier := made_of(arrival.mail):
        return InboxOutcome(became=earlier)
    about = subject.idea if isinstance(subject, Comment) else subject
    assert isinstance(about, Idea)
    # Locked first: a merge makes its sender an author of the idea that is read.
    idea = lock_head(about)
    if not can_see(arrival.sender, idea):
        return InboxOutcome(refusal=Reason.NOT_ALLOWED, sentence=UNSEEN)
    if not visible_text(arrival.text) and not arrival.files:
        return _empty(idea)
    text, is_cut = fitted(
        visible_text(arrival.text) or "(Message sans texte, avec des fichiers joints.)",
        exchange.MESSAGE_LENGTH,
        CUT,
    )
    said = _to_know(arrival, is_cut=is_cut)
    if is_one_of_authors(arrival.sender, idea):
        message: models.Model = exchange.reply(idea, by=arrival.sender, text=text, mail=arrival.mail)
        done = (
            "Votre message est remis au groupe\u00a0: vous et lui seuls le lisez, sur la page de votre idée."
        )
        # The page shows it: there is nothing to acknowledge without something more to know.
        return _outcome(idea, message, [done, *said] if said else [])
    message = notes.take_mail(idea, by=arrival.sender, text=text, mail=arrival.mail)
    return _outcome(idea, message, [render_text("suggestions/mails/given_to_group.txt"), *said])


def made_of(mail: IncomingMail) -> Any:
    for model in MADE:
        if row := model._default_manager.filter(mail=mail).first():
            return row
    return None


def _to_know(arrival: InboundMessage, *, is_cut: bool) -> list[str]:
    said = list(arrival.left_out)
    if is_cut:
        said.append("Il était long\u00a0: sa fin se lit dans le message entier, un clic plus loin.")
    if arrival.files:
        said.append("Les fichiers joints restent avec le message entier, pour ceux qui peuvent le lire.")
    if arrival.given_to and arrival.given_to != arrival.sender:
        said.append(
            "Vous avez répondu à une adresse donnée à quelqu’un d’autre\u00a0: c’est votre nom qui est retenu."
        )
    return said


def _outcome(idea: Idea, became: models.Model, lines: list[str]) -> InboxOutcome:
    if not lines:
        return InboxOutcome(became=became)
    acknowledgement = Acknowledgement(
        # Without the title: administrators read subjects, and who answers may hide their name there.
        subject="Votre message est bien arrivé",
        lines=tuple(lines),
        button="Voir sur l’intranet",
        url=idea.get_absolute_url(),
        about=idea,
    )
    return InboxOutcome(became=became, acknowledgement=acknowledgement)


def _empty(idea: Idea) -> InboxOutcome:
    return InboxOutcome(
        refusal=Reason.UNREADABLE,
        sentence=render_text("suggestions/mails/empty_reply.txt"),
        button="Répondre sur l’intranet",
        url=idea.get_absolute_url(),
    )
