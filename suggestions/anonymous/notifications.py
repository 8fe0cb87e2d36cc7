"""The notification of an anonymous author's reply."""

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.ui.mails import render_mail
from suggestions.ideas.recipients import GROUP
from suggestions.models import Idea
from suggestions.policies import group_members, is_in_group

REPLIED = NotificationKind(
    "suggestions.anonymous_reply",
    "L’auteur d’une idée anonyme répond au groupe",
    group=GROUP,
    to_whom=is_in_group,
)


def notify_anonymous_reply(idea: Idea) -> None:
    """To the member in charge, or to the whole group while there is none."""
    member = idea.member_in_charge
    group = group_members()
    notify(
        REPLIED,
        [member] if member and member.is_active else group,
        **render_mail("suggestions/mails/anonymous_reply.txt", idea=idea),
        about=idea,
    )
