"""The exchange on an idea's page: messages and opinions in order of time, in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import BooleanField, CharField, DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from core.french import spaced, working_day_from
from core.people.fields import AgentField
from core.people.models import Agent
from core.web.fields import DayField, OneLineField, PlainTextField
from core.web.idempotency import OneTimeForm
from suggestions.exchange.actions import MESSAGE_LENGTH, OPINION_LENGTH
from suggestions.ideas.by_mail import mail_badge, of_mail
from suggestions.models import Idea, Message, Opinion
from suggestions.policies import can_reply, is_one_of_authors, may_moderate
from suggestions.states import Identity

DAYS_HOPED_FOR = 15


class WriteForm(OneTimeForm):
    text = PlainTextField(
        label="Votre message",
        max_length=MESSAGE_LENGTH,
        help_text="L’auteur le lit avec votre nom. Vous, le groupe et lui seuls lisez cet échange.",
        error_messages={"required": "Écrivez à l’auteur ce que vous avez à lui dire."},
    )
    due_on = DayField(
        label="Réponse espérée pour le",
        required=False,
        help_text="Si c’est une question. La page de l’idée dira qu’on attend l’auteur.",
    )


class AskOpinionForm(OneTimeForm):
    expert = AgentField(
        label="À qui le demander",
        help_text=spaced("Prénom et nom, ou identifiant ; l’annuaire dit qui s’occupe de quoi."),
        error_messages={"required": "Dites à qui demander cet avis."},
    )
    question = PlainTextField(
        label="Question",
        max_length=MESSAGE_LENGTH,
        help_text="Ce que vous avez besoin de savoir, et rien de plus.",
        error_messages={"required": "Écrivez la question à laquelle répondre."},
    )
    due_on = DayField(label="Avis attendu pour le", error_messages={"required": "Dites pour quel jour."})

    @staticmethod
    def initial_for(idea: Idea) -> dict[str, Any]:
        return {"due_on": working_day_from(timezone.localdate() + timedelta(days=DAYS_HOPED_FOR))}


class ReplyForm(OneTimeForm):
    text = PlainTextField(
        label="Votre réponse au groupe",
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez votre réponse au groupe."},
    )


class OpinionForm(forms.Form):
    text = PlainTextField(
        label="Votre avis",
        max_length=OPINION_LENGTH,
        help_text="Quelques lignes suffisent. Le groupe les lit, avec votre nom.",
        error_messages={"required": "Écrivez votre avis."},
    )


class DeclineForm(forms.Form):
    reason = OneLineField(
        label="Pourquoi, ou vers qui se tourner",
        max_length=500,
        error_messages={"required": "Dites en un mot pourquoi, ou vers qui se tourner."},
    )


MOST = 200


def exchange_panel(agent: Agent, idea: Idea, family: Iterable[int]) -> dict[str, Any]:
    """`exchange` holds what this reader may read: the group all of it, an author what is said to authors.

    Others read what is asked of them alone. `reply_form` is there for an author to whom the group has written.
    `family` holds the ids of the ideas read on this one's page.
    """
    moderates = may_moderate(agent, idea)
    is_author = is_one_of_authors(agent, idea)
    # `is_consulted` comes with the idea's page; for another, the statement is sent.
    if not (moderates or is_author or getattr(idea, "is_consulted", True)):
        return {"exchange": [], "reply_form": None}
    rows = _rows(agent, idea.pk, tuple(family), moderates, is_author)
    said = [_said(agent, idea, row, moderates) for row in rows]
    may_answer = can_reply(agent, idea) and any(
        not (one["is_from_author"] or one["is_opinion"]) for one in said
    )
    return {"exchange": said, "reply_form": ReplyForm(auto_id="reponse_%s") if may_answer else None}


def _rows(
    agent: Agent, idea: int, family: tuple[int, ...], moderates: bool, is_author: bool
) -> QuerySet[Any, Any]:
    opinions = Opinion.objects.filter(idea__in=family)
    if not moderates:
        opinions = opinions.filter(expert=agent)
    rows = _opinions(opinions)
    if moderates or is_author:
        # An author reads the messages of this idea and of their own.
        read = Message.objects.filter(idea__in=family)
        if not moderates:
            read = read.filter(Q(idea=idea) | Q(idea__author=agent))
        rows = rows.union(_messages(read), all=True)
    return rows.order_by("at", "key")[:MOST]


def _name_of(who: str) -> Any:
    return Coalesce(
        Concat(f"{who}__first_name", Value(" "), f"{who}__last_name", output_field=CharField()), Value("")
    )


# Of a message as of an opinion.
SAME = {
    "key": F("reference"),
    "about": F("idea__reference"),
    "due": F("due_on"),
    "identity": F("idea__identity"),
    "mailed": of_mail(),
}


def _messages(rows: QuerySet[Message]) -> QuerySet[Any, Any]:
    return rows.order_by().values(
        kind=Value("message", output_field=CharField()),
        of_author=F("is_from_author"),
        who_id=F("written_by_id"),
        who=_name_of("written_by"),
        direction=Coalesce(F("written_by__direction__name"), Value("")),
        said=F("text"),
        at=F("written_at"),
        settled=F("settled_at"),
        answer=Value("", output_field=CharField()),
        answered=Cast(Value(None), DateTimeField()),
        **SAME,
    )


def _opinions(rows: QuerySet[Opinion]) -> QuerySet[Any, Any]:
    return rows.order_by().values(
        kind=Value("opinion", output_field=CharField()),
        of_author=Value(False, output_field=BooleanField()),
        who_id=F("expert_id"),
        who=_name_of("expert"),
        direction=Coalesce(F("expert__direction__name"), Value("")),
        said=F("question"),
        at=F("asked_at"),
        settled=F("given_up_at"),
        answer=Concat("text", "given_up_because", output_field=CharField()),
        answered=F("given_at"),
        **SAME,
    )


def _said(agent: Agent, idea: Idea, row: dict[str, Any], moderates: bool) -> dict[str, Any]:
    """Return a message, or an opinion asked and its answer; `who` is the name this reader may know."""
    is_opinion = row["kind"] == "opinion"
    is_open = row["settled"] is None and row["answered"] is None and row["due"] is not None
    return {
        "key": row["key"],
        "about": row["about"],
        "is_opinion": is_opinion,
        "is_from_author": row["of_author"],
        "who": _who(agent, row, moderates),
        "text": row["said"],
        "at": row["at"],
        "due_on": row["due"],
        "is_open": is_open,
        "is_late": is_open and row["due"] < timezone.localdate(),
        "answer": row["answer"],
        "answered_at": row["answered"],
        "given_up_at": row["settled"] if is_opinion else None,
        "may_give_up": moderates and is_open,
        "mailed": mail_badge(agent, idea, row["mailed"], written_by=row["who_id"]),
    }


def _who(agent: Agent, row: dict[str, Any], moderates: bool) -> str:
    if not row["of_author"]:
        return f"{row['who']}, {row['direction']}" if row["direction"] else str(row["who"])
    if row["who_id"] == agent.pk:
        return "Vous"
    # Co-authors may be hidden from each other.
    if not moderates or row["identity"] == Identity.ANONYMOUS or not row["who_id"]:
        return "L’auteur"
    return str(row["who"])
