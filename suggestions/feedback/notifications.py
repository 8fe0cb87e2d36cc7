from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.ui.french import spaced
from core.ui.mails import render_mail
from suggestions.ideas.recipients import GROUP, MINE, notify_authors
from suggestions.models import Feedback, Idea
from suggestions.policies import is_in_group

ASKED = NotificationKind(
    "suggestions.feedback_asked", spaced("Mon idée a-t-elle changé quelque chose ?"), group=MINE
)
ANSWERED = NotificationKind(
    "suggestions.feedback_answered",
    "Un auteur dit ce que son idée a changé",
    group=GROUP,
    to_whom=is_in_group,
)


def notify_asked(idea: Idea) -> None:
    notify_authors(
        idea,
        ASKED,
        **render_mail("suggestions/mails/feedback_asked.txt", idea=idea),
    )


def notify_answered(idea: Idea, feedback: Feedback) -> None:
    """Without the author's name: it may be hidden."""
    if idea.member_in_charge:
        notify(
            ANSWERED,
            [idea.member_in_charge],
            **render_mail("suggestions/mails/feedback_answered.txt", idea=idea, feedback=feedback),
            about=idea,
        )
