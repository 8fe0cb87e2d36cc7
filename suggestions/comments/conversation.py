"""The comments of an idea, or of one conversation under it, as their reader sees them: two statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.functions import RowNumber

from core.french import COUNT_LIMIT, spaced
from core.people.models import Agent
from core.web.fields import OneLineField, PlainTextField
from core.web.idempotency import OneTimeForm
from core.web.pagination import Page
from core.web.stale_forms import StaleCheckForm
from suggestions.comments.policies import can_correct, can_take_back
from suggestions.ideas.by_mail import mail_badge, of_mail
from suggestions.models import COMMENT_LENGTH, Comment, Idea, Report
from suggestions.policies import is_in_group, may_moderate


def _text(label: str, help_text: str = "") -> PlainTextField:
    return PlainTextField(
        label=label,
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
        error_messages={
            "required": spaced("Écrivez quelque chose : une phrase suffit."),
        },
    )


class CommentForm(OneTimeForm):
    text = _text("Votre commentaire", spaced("Il se lit avec votre nom. 2 000 caractères au plus."))


class ReplyForm(CommentForm):
    text = _text("Votre réponse", spaced("Elle se lit avec votre nom. 2 000 caractères au plus."))


class CorrectForm(StaleCheckForm):
    text = _text("Votre commentaire")


class ReportForm(forms.Form):
    reason = OneLineField(
        label=spaced("Pourquoi ne devrait-il pas rester ?"),
        max_length=500,
        help_text="Le groupe seul lit ceci. L’auteur du commentaire ne saura pas que cela vient de vous.",
        error_messages={"required": "Dites en une phrase ce qui ne va pas."},
    )


class HideForm(forms.Form):
    reason = OneLineField(
        label="Pourquoi, pour son auteur",
        max_length=500,
        help_text=spaced("Il lira ces mots. Les autres liront « commentaire caché par le groupe »."),
        error_messages={
            "required": "Dites à son auteur pourquoi ce commentaire est caché.",
        },
    )


THREADS = 20
# Under each comment of the idea's page; the others are on the conversation's own page.
REPLIES = 5
REPLIES_PER_PAGE = 200


class _RowCount(Subquery):
    """How many rows a queryset has, within another's statement."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def conversation_of(agent: Agent, idea: Idea, family: Sequence[int], *, number: int) -> Page:
    """A page of the comments under the idea and those merged into it, each with its first replies.

    The first page has the newest comments; within a page the oldest comes first, so that one reads down to the form.
    `family` holds the ids of these ideas.
    """
    offset, here = (number - 1) * THREADS, tuple(family)
    found: Sequence[Any] = list(_threads(agent, here)[offset : offset + THREADS + 1])
    first_replies = defaultdict(list)
    for reply in _first_replies(agent, [comment.pk for comment in found if comment.reply_count]):
        first_replies[reply.parent_id].append(reply)
    moderates = is_in_group(agent) and may_moderate(agent, idea)
    threads = []
    for comment in reversed(found[:THREADS]):
        replies = [_remark(agent, reply, moderates, idea) for reply in first_replies[comment.pk]]
        thread = _remark(agent, comment, moderates, idea)
        threads.append(thread | {"replies": replies, "more": comment.reply_count - len(replies)})
    # Beyond the last page there is no row to carry the total.
    total = found[0].total if found else _here(here)[: COUNT_LIMIT + 1].count()
    return Page(threads, number, total, len(found) > THREADS)


def _here(family: tuple[int, ...]) -> QuerySet[Any, Any]:
    return Comment.objects.filter(idea__in=family).order_by().values("pk")


def _threads(agent: Agent, family: tuple[int, ...]) -> QuerySet[Comment]:
    replies = Comment.objects.filter(parent=OuterRef("pk")).order_by().values("pk")
    return (
        _readable(agent)
        .filter(parent=None, idea__in=family)
        .annotate(reply_count=_RowCount(replies), total=_RowCount(_here(family)[: COUNT_LIMIT + 1]))
        .order_by("-created_at", "-pk")
    )


def _first_replies(agent: Agent, parents: list[int]) -> QuerySet[Comment]:
    place = Window(RowNumber(), partition_by="parent", order_by=["created_at", "pk"])
    first = Comment.objects.filter(parent__in=parents).annotate(place=place).filter(place__lte=REPLIES)
    return _readable(agent).filter(pk__in=first.values("pk")).order_by("created_at", "pk")


def thread_of(agent: Agent, comment: Comment, *, number: int = 1) -> tuple[dict[str, Any], bool]:
    """The comment that began a conversation, with a page of its replies; and whether there are more."""
    head = comment.idea.head or comment.idea
    moderates = is_in_group(agent) and may_moderate(agent, head)
    offset = (number - 1) * REPLIES_PER_PAGE
    replies = _readable(agent).filter(parent=comment).order_by("created_at", "pk")
    found = list(replies[offset : offset + REPLIES_PER_PAGE + 1])
    first = _remark(agent, _readable(agent).get(pk=comment.pk), moderates, head)
    first["replies"] = [_remark(agent, reply, moderates, head) for reply in found[:REPLIES_PER_PAGE]]
    return first, len(found) > REPLIES_PER_PAGE


def _readable(agent: Agent) -> QuerySet[Comment]:
    """With what `_remark` reads; `has_own_report`: this agent reported it. The group alone reads what others report."""
    reports = Report.objects.filter(comment=OuterRef("pk"))
    open_reports = Exists(reports.filter(settled_at=None)) if is_in_group(agent) else Value(value=False)
    return Comment.objects.select_related("author__direction").annotate(
        has_open_report=open_reports,
        has_own_report=Exists(reports.filter(reported_by=agent)),
        mailed=of_mail(),
    )


def _remark(agent: Agent, comment: Any, moderates: bool, idea: Idea) -> dict[str, Any]:
    """Return a comment and what this reader may do with it; `text` is empty when it is hidden from them."""
    is_hidden = comment.hidden_at is not None
    is_own = comment.author_id == agent.pk
    is_shown = not is_hidden or (
        is_own or (moderates and comment.has_open_report)
        if comment.is_taken_back
        else is_own or is_in_group(agent)
    )
    author = comment.author
    return {
        "pk": comment.pk,
        "reference": comment.reference,
        "author": f"{author}, {author.direction}" if author.direction else str(author),
        "text": comment.text if is_shown else "",
        "created_at": comment.created_at,
        "is_hidden": is_hidden,
        "is_taken_back": comment.is_taken_back,
        "reason": comment.hidden_reason if is_shown else "",
        "is_reported": comment.has_open_report and moderates,
        "can": {
            "report": not is_own and not is_hidden and not comment.has_own_report,
            "hide": moderates and not is_own and not is_hidden,
            "show": moderates and not is_own and is_hidden and not comment.is_taken_back,
            "correct": can_correct(agent, comment),
            "take_back": can_take_back(agent, comment),
        },
        "mailed": mail_badge(agent, idea, comment.mailed, written_by=comment.author_id),
    }
