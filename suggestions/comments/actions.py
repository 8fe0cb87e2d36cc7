"""Support, follow, comment, report; and the group's moderation of comments."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from core.ui.french import spaced
from core.ui.locks import locked
from suggestions.comments import notifications, policies
from suggestions.ideas.locking import lock_head
from suggestions.models import Comment, Follow, Idea, Report, Support

CLOSED = "Cette idée n’est plus ouverte à tous les agents."
ANSWERED = spaced(
    "Le groupe a répondu à cette idée : un soutien n’y changerait plus rien. "
    "Suivez-la pour savoir ce qu’elle devient."
)
OWN = spaced("Cette idée est la vôtre : vous la soutenez déjà, et vous êtes prévenu de ce qu’elle devient.")


@transaction.atomic
def support(idea: Idea, *, by: Agent) -> Idea:
    """« Moi aussi », once. Returns the idea on whose page it counts."""
    idea = _open_head(idea)
    if not policies.may_support(by, idea):
        raise PermissionDenied(OWN)
    if not policies.counts_support(idea):
        raise ValidationError(ANSWERED)
    _add(Support, idea, by)
    return idea


@transaction.atomic
def stop_supporting(idea: Idea, *, by: Agent) -> Idea:
    """Withdraw support of the idea and of those that were merged into it."""
    return _remove(Support, idea, by)


@transaction.atomic
def follow(idea: Idea, *, by: Agent) -> Idea:
    """Told from now on of what becomes of it, once."""
    idea = _open_head(idea)
    if not policies.may_follow(by, idea):
        raise PermissionDenied(OWN)
    _add(Follow, idea, by)
    return idea


@transaction.atomic
def stop_following(idea: Idea, *, by: Agent) -> Idea:
    return _remove(Follow, idea, by)


def _add[M: (Support, Follow)](rows: type[M], idea: Idea, by: Agent) -> None:
    if not rows.objects.filter(idea__in=_family(idea), agent=by).exists():
        # Two clicks at once are one.
        rows.objects.bulk_create([rows(idea=idea, agent=by)], ignore_conflicts=True)


def _remove[M: (Support, Follow)](rows: type[M], idea: Idea, by: Agent) -> Idea:
    head = idea.head or idea
    rows.objects.filter(idea__in=_family(head), agent=by).delete()
    return head


@transaction.atomic
def comment(
    idea: Idea,
    *,
    by: Agent,
    text: str,
    submission_key: uuid.UUID | None = None,
) -> Comment:
    """Comment on an idea, or on its head when it has just been merged."""
    if not by.is_active:
        raise PermissionDenied("Ce compte est fermé.")
    idea = _open_head(idea)
    with action_context("a commenté l’idée", by=by):
        made = Comment.objects.create(
            idea=idea, author=by, text=text, submission_key=submission_key or uuid.uuid4()
        )
    notifications.notify_commented(made, idea)
    return made


@transaction.atomic
def reply(
    parent: Comment,
    *,
    by: Agent,
    text: str,
    submission_key: uuid.UUID | None = None,
) -> Comment:
    """Under the comment that began the conversation, and of the same idea as it."""
    if not by.is_active:
        raise PermissionDenied("Ce compte est fermé.")
    parent = _locked(parent)
    head = _open_head(parent.idea)
    if parent.parent_id:
        raise ValidationError("Répondez au commentaire qui ouvre cette conversation.")
    if parent.hidden_at:
        raise ValidationError(
            spaced("Ce commentaire a été caché entre-temps par le groupe : on ne peut plus y répondre.")
        )
    with action_context("a répondu à un commentaire", by=by):
        made = Comment.objects.create(
            idea_id=parent.idea_id,
            parent=parent,
            author=by,
            text=text,
            submission_key=submission_key or uuid.uuid4(),
        )
    notifications.notify_replied(made, parent, head)
    return made


@transaction.atomic
def report(comment: Comment, *, by: Agent, reason: str) -> Comment:
    """Notify the group once until it settles the reports; the comment's author is not notified."""
    if not policies.may_report(by, comment):
        raise PermissionDenied(spaced("Ce commentaire est le vôtre : il n’y a rien à signaler."))
    comment = _locked(comment)
    _open_head(comment.idea)
    if comment.hidden_at:
        raise ValidationError("Ce commentaire a été caché entre-temps par le groupe.")
    earlier = Report.objects.filter(comment=comment)
    if earlier.filter(reported_by=by).exists():
        raise ValidationError(spaced("Vous avez déjà signalé ce commentaire : le groupe le sait."))
    is_known = earlier.filter(settled_at=None).exists()
    with action_context("a signalé un commentaire", by=by):
        Report.objects.create(comment=comment, reported_by=by, reason=reason)
    if not is_known:
        notifications.notify_reported(comment, by=by)
    return comment


@transaction.atomic
def leave_standing(comment: Comment, *, by: Agent) -> Comment:
    """Dismiss the reports: the comment stays, and the agents who reported it are notified."""
    comment = _moderated(comment, by)
    reports = list(Report.objects.filter(comment=comment, settled_at=None).select_related("reported_by"))
    if not reports:
        raise ValidationError("Ces signalements ont été traités entre-temps.")
    with action_context("a laissé un commentaire signalé", by=by):
        _settle(comment, by)
    notifications.notify_settled(comment, [report.reported_by for report in reports], by=by)
    return comment


@transaction.atomic
def hide_comment(comment: Comment, *, by: Agent, reason: str) -> Comment:
    """Its place stays and says so; the reason goes to its author, and its reports are settled."""
    comment = _moderated(comment, by)
    if comment.hidden_at:
        raise ValidationError(f"Ce commentaire a été caché entre-temps par {comment.hidden_by}.")
    if not reason.strip():
        raise ValidationError("Dites à son auteur pourquoi ce commentaire est caché.")
    reports = list(Report.objects.filter(comment=comment, settled_at=None).select_related("reported_by"))
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = timezone.now(), by, reason.strip()
    with action_context("a caché un commentaire", by=by):
        comment.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
        _settle(comment, by)
    notifications.notify_hidden(comment)
    notifications.notify_settled(comment, [report.reported_by for report in reports], by=by)
    return comment


@transaction.atomic
def show_comment(comment: Comment, *, by: Agent) -> Comment:
    """Undo `hide_comment`; its author is notified."""
    comment = _moderated(comment, by)
    if not comment.hidden_at:
        raise ValidationError("Ce commentaire est déjà montré à tous.")
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = None, None, ""
    with action_context("a remontré un commentaire", by=by):
        comment.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    notifications.notify_shown_again(comment)
    return comment


def _open_head(idea: Idea) -> Idea:
    """The idea's head, locked; raises ValidationError when it is no longer open to all agents."""
    head = lock_head(idea)
    if not policies.is_open_to_all(head):
        raise ValidationError(CLOSED)
    return head


def _family(idea: Idea) -> list[int]:
    return [idea.pk, *idea.family.values_list("pk", flat=True)]


def _locked(comment: Comment) -> Comment:
    rows = locked(Comment.objects)
    return rows.select_related("idea__head", "author", "hidden_by").get(pk=comment.pk)


def _moderated(comment: Comment, by: Agent) -> Comment:
    comment = _locked(comment)
    if not policies.may_moderate_comment(by, comment):
        raise PermissionDenied("Un autre membre du groupe s’occupe de ce commentaire.")
    return comment


def _settle(comment: Comment, by: Agent) -> None:
    Report.objects.filter(comment=comment, settled_at=None).update(settled_at=timezone.now(), settled_by=by)
