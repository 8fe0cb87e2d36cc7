"""Support, follow, comment, report; and the group's moderation of comments."""

import uuid
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.web.locks import locked
from core.web.mails import render_mail
from suggestions.comments import policies
from suggestions.ideas.by_mail import answering
from suggestions.ideas.locking import lock_head
from suggestions.ideas.notifications import COMMENTS, MINE, group_kind, notify_authors_on_site
from suggestions.models import Comment, Follow, Idea, Report, Support
from suggestions.policies import group_members

CLOSED = "Cette idée n’est plus ouverte à tous les agents."
ANSWERED = spaced(
    "Le groupe a répondu à cette idée : un soutien n’y changerait plus rien. "
    "Suivez-la pour savoir ce qu’elle devient."
)
TAKEN_BACK = "Retiré par son auteur."
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
    return _remove(Support, idea, by)


@transaction.atomic
def follow(idea: Idea, *, by: Agent) -> Idea:
    """Notify the agent from now on of what becomes of it, once."""
    idea = _open_head(idea)
    if not policies.may_support(by, idea):
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
    notify_commented(made, idea)
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
    notify_commented(made, head)
    return made


@transaction.atomic
def correct(comment: Comment, *, by: Agent, text: str) -> Comment:
    comment = _own(comment, by)
    if not policies.can_correct(by, comment):
        raise ValidationError(spaced("Un quart d’heure est passé : répondez plutôt à votre commentaire."))
    if Report.objects.filter(comment=comment, settled_at=None).exists():
        raise ValidationError(spaced("Ce commentaire est signalé : le groupe le lit comme il est."))
    comment.text = text
    with action_context("a corrigé son commentaire", by=by):
        comment.save(update_fields=["text"])
    return comment


@transaction.atomic
def take_back(comment: Comment, *, by: Agent) -> Comment:
    """Its place stays and says so; its author alone still reads it, and the group while a report waits."""
    comment = _own(comment, by)
    with action_context("a retiré son commentaire", by=by):
        _hide(comment, by, TAKEN_BACK)
    return comment


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
        notify_reported(comment, by=by)
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
    notify_settled(comment, reports, by=by)
    return comment


@transaction.atomic
def hide_comment(comment: Comment, *, by: Agent, reason: str) -> Comment:
    """Its place stays and says so; the reason goes to its author, and its reports are settled."""
    comment = _moderated(comment, by)
    if comment.hidden_at:
        raise ValidationError(f"Ce commentaire a été caché entre-temps par {comment.hidden_by}.")
    reports = list(Report.objects.filter(comment=comment, settled_at=None).select_related("reported_by"))
    with action_context("a caché un commentaire", by=by):
        _hide(comment, by, reason.strip())
        _settle(comment, by)
    _notify_of(comment, HIDDEN, [comment.author], "suggestions/mails/comment_hidden.txt")
    notify_settled(comment, reports, by=by)
    return comment


@transaction.atomic
def show_comment(comment: Comment, *, by: Agent) -> Comment:
    comment = _moderated(comment, by)
    if not comment.hidden_at:
        raise ValidationError("Ce commentaire est déjà montré à tous.")
    if comment.is_taken_back:
        raise ValidationError(spaced("Son auteur l’a retiré : lui seul le lit."))
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = None, None, ""
    with action_context("a remontré un commentaire", by=by):
        comment.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    _notify_of(comment, HIDDEN, [comment.author], "suggestions/mails/comment_shown_again.txt")
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


def _own(comment: Comment, by: Agent) -> Comment:
    if comment.author_id != by.pk or not by.is_active:
        raise PermissionDenied("Ce commentaire n’est pas le vôtre.")
    comment = _locked(comment)
    if comment.hidden_at:
        raise ValidationError("Ce commentaire n’est plus montré.")
    return comment


def _moderated(comment: Comment, by: Agent) -> Comment:
    comment = _locked(comment)
    if not policies.may_moderate_comment(by, comment):
        raise PermissionDenied("Un autre membre du groupe s’occupe de ce commentaire.")
    return comment


def _hide(comment: Comment, by: Agent, reason: str) -> None:
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = timezone.now(), by, reason
    comment.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])


def _settle(comment: Comment, by: Agent) -> None:
    Report.objects.filter(comment=comment, settled_at=None).update(settled_at=timezone.now(), settled_by=by)


COMMENTED = NotificationKind(
    "suggestions.commented", "Un commentaire sous mon idée", group=MINE, default=Channel.DIGEST
)
REPLIED = NotificationKind(
    "suggestions.replied", "Une réponse à mon commentaire", group=COMMENTS, default=Channel.DIGEST
)
HIDDEN = NotificationKind(
    "suggestions.comment_hidden", "Mon commentaire est caché, ou remontré", group=COMMENTS
)
SETTLED = NotificationKind(
    "suggestions.report_settled",
    "La suite d’un commentaire que j’ai signalé",
    group=COMMENTS,
    default=Channel.DIGEST,
)
REPORTED = group_kind("suggestions.comment_reported", "Un commentaire est signalé", is_batched=True)
EXCERPT = 300
ON_PAGE = "pour répondre sous le commentaire, ouvrez la page"


def notify_commented(comment: Comment, idea: Idea) -> None:
    """The author of the comment that it replies to; then the authors of the idea and of those merged into it."""
    parent, told = comment.parent, [comment.author]
    said = {"comment": comment, "excerpt": _excerpt(comment), "answering": answering(but=ON_PAGE)}
    if parent and parent.author != comment.author:
        mail = render_mail("suggestions/mails/replied.txt", idea=idea, **said)
        notify(REPLIED, [parent.author], **mail, about=parent)
        told.append(parent.author)
    commented, about = "suggestions/mails/commented.txt", parent or comment
    notify_authors_on_site(idea, COMMENTED, commented, about=about, but=told, parent=parent, **said)


def notify_reported(comment: Comment, *, by: Agent) -> None:
    """The group, except its author and the agent who reports it, who is not named."""
    notify(
        REPORTED,
        group_members().exclude(pk__in=[comment.author_id, by.pk]),
        **render_mail("suggestions/mails/comment_reported.txt", comment=comment, excerpt=_excerpt(comment)),
        url=comment.get_absolute_url(),
    )


def _notify_of(comment: Comment, kind: NotificationKind, people: list[Agent], mail: str) -> None:
    notify(kind, people, **render_mail(mail, comment=comment), url=comment.get_absolute_url())


def notify_settled(comment: Comment, reports: Iterable[Report], *, by: Agent) -> None:
    people = [report.reported_by for report in reports if report.reported_by != by]
    _notify_of(comment, SETTLED, people, "suggestions/mails/report_settled.txt")


def _excerpt(comment: Comment) -> str:
    """The first words: the rest is on the site, where the group may hide it."""
    return comment.text if len(comment.text) <= EXCERPT else f"{comment.text[:EXCERPT].rstrip()}…"
