"""An appeal and its answer, among the news of the exchange between an author and the group."""

from core.notifications.actions import notify
from suggestions.access import group_members
from suggestions.exchange.notifications import REPLIED, WRITTEN
from suggestions.ideas.recipients import tell_authors
from suggestions.models import Appeal, Idea


def tell_appealed(idea: Idea, appeal: Appeal) -> None:
    """The whole group, never an author: another look is asked for."""
    notify(
        REPLIED,
        group_members().exclude(pk__in={*idea.author_ids, appeal.made_by_id}),
        title=f"L’auteur conteste le refus\u00a0: {idea.title}",
        text=f"L’auteur de l’idée «\u00a0{idea.title}\u00a0» conteste le refus\u00a0:\n\n{appeal.reason}",
        about=idea,
    )


def tell_appeal_answered(idea: Idea, appeal: Appeal) -> None:
    tell_authors(
        idea,
        WRITTEN,
        f"Le groupe répond à votre contestation\u00a0: {idea.title}",
        f"Vous avez contesté le refus de «\u00a0{idea.title}\u00a0». Le groupe répond\u00a0:\n\n{appeal.answer}",
    )
