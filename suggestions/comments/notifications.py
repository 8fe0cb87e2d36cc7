"""Notifications of comments, replies, reports and moderation."""

from collections.abc import Iterable

from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.ui.mails import render_mail
from suggestions.ideas.by_mail import answering
from suggestions.ideas.recipients import COMMENTS, GROUP, MINE, notify_authors_on_site
from suggestions.models import Comment, Idea
from suggestions.policies import group_members, is_in_group

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
REPORTED = NotificationKind(
    "suggestions.comment_reported",
    "Un commentaire est signalé",
    group=GROUP,
    to_whom=is_in_group,
    is_batched=True,
)
EXCERPT = 300
ON_PAGE = "pour répondre sous le commentaire, ouvrez la page"


def notify_commented(comment: Comment, idea: Idea) -> None:
    """The authors of the idea and of those that were merged into it."""
    notify_authors_on_site(
        idea,
        COMMENTED,
        **render_mail(
            "suggestions/mails/commented.txt",
            idea=idea,
            comment=comment,
            excerpt=_excerpt(comment),
            answering=answering(but=ON_PAGE),
        ),
        about=comment,
        but=[comment.author],
    )


def notify_replied(reply: Comment, parent: Comment, idea: Idea) -> None:
    """The author of the parent comment; the idea's authors as for any comment."""
    notify(
        REPLIED,
        [parent.author] if parent.author != reply.author else [],
        **render_mail(
            "suggestions/mails/replied.txt",
            idea=idea,
            reply=reply,
            excerpt=_excerpt(reply),
            answering=answering(but=ON_PAGE),
        ),
        about=parent,
    )
    notify_authors_on_site(
        idea,
        COMMENTED,
        **render_mail(
            "suggestions/mails/commented.txt",
            idea=idea,
            comment=reply,
            parent=parent,
            excerpt=_excerpt(reply),
            answering=answering(but=ON_PAGE),
        ),
        about=parent,
        but=[reply.author, parent.author],
    )


def notify_reported(comment: Comment, *, by: Agent) -> None:
    """The group, except its author and the agent who reports it, who is not named."""
    group = group_members()
    notify(
        REPORTED,
        group.exclude(pk__in=[comment.author_id, by.pk]),
        **render_mail("suggestions/mails/comment_reported.txt", comment=comment, excerpt=_excerpt(comment)),
        url=comment.get_absolute_url(),
    )


def notify_hidden(comment: Comment) -> None:
    """Send the reason to its author."""
    notify(
        HIDDEN,
        [comment.author],
        **render_mail("suggestions/mails/comment_hidden.txt", comment=comment),
        url=comment.get_absolute_url(),
    )


def notify_shown_again(comment: Comment) -> None:
    notify(
        HIDDEN,
        [comment.author],
        **render_mail("suggestions/mails/comment_shown_again.txt", comment=comment),
        url=comment.get_absolute_url(),
    )


def notify_settled(comment: Comment, reporters: Iterable[Agent], *, by: Agent) -> None:
    notify(
        SETTLED,
        [agent for agent in reporters if agent != by],
        **render_mail("suggestions/mails/report_settled.txt", comment=comment),
        url=comment.get_absolute_url(),
    )


def _excerpt(comment: Comment) -> str:
    """The first words: the rest is on the site, where the group may hide it."""
    return comment.text if len(comment.text) <= EXCERPT else f"{comment.text[:EXCERPT].rstrip()}…"
