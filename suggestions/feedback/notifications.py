"""What an idea changed: the question to its authors, their answer to who followed it."""

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from suggestions.ideas.recipients import GROUP, MINE, notify_authors
from suggestions.models import Feedback, Idea
from suggestions.policies import is_in_group

ASKED = NotificationKind(
    "suggestions.feedback_asked", "Mon idée a-t-elle changé quelque chose\u00a0?", group=MINE
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
        title=f"Votre idée a-t-elle changé quelque chose\u00a0? {idea.title}",
        text=(
            f"Votre idée «\u00a0{idea.title}\u00a0» est réalisée depuis quelque temps. "
            "A-t-elle vraiment changé quelque chose\u00a0? Dites-le sur sa page\u00a0: oui, en partie ou non, "
            "avec quelques mots si vous voulez.\n\n"
            "La question ne vous sera posée qu’une fois."
        ),
    )


def notify_answered(idea: Idea, feedback: Feedback) -> None:
    """Without the author's name: it may be hidden."""
    if idea.member_in_charge:
        said = f"\n\n«\u00a0{feedback.text}\u00a0»" if feedback.text else ""
        notify(
            ANSWERED,
            [idea.member_in_charge],
            title=f"Ce que l’idée a changé, selon son auteur\u00a0: {idea.title}",
            text=(
                f"«\u00a0{idea.title}\u00a0» a-t-elle changé quelque chose\u00a0? "
                f"Son auteur répond\u00a0: {feedback.get_change_display().lower()}.{said}"
            ),
            about=idea,
        )
