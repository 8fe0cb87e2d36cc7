"""An appeal and its answer, among the news of the exchange between an author and the group."""

from core.notifications.actions import notify
from suggestions.exchange.notifications import REPLIED, WRITTEN
from suggestions.ideas.recipients import authors_of, hides_an_author, notify_authors
from suggestions.models import Appeal, Idea
from suggestions.policies import group_members
from suggestions.states import Identity


def notify_appealed(idea: Idea, appeal: Appeal) -> None:
    """The whole group, never an author: another look is asked for."""
    notify(
        REPLIED,
        group_members().exclude(pk__in={*idea.author_ids, appeal.made_by_id or 0}),
        title=f"Un refus est contesté\u00a0: {idea.title}",
        text=f"{_whose(idea, appeal)} «\u00a0{idea.title}\u00a0» conteste le refus\u00a0:\n\n{appeal.reason}",
        about=idea,
        is_confidential=hides_an_author(idea),
    )


def _whose(idea: Idea, appeal: Appeal) -> str:
    if appeal.made_by_id == idea.author_id:
        return "L’auteur de l’idée"
    return f"{appeal.made_by}, qui a saisi pour un collègue l’idée"


def notify_appeal_answered(idea: Idea, appeal: Appeal) -> None:
    """Who appealed, and the author for whom a colleague did; authors of merged ideas contested nothing.

    An anonymous author reads it with the code of the idea.
    """
    is_own = appeal.made_by_id == idea.author_id
    contested = f"Vous avez contesté le refus de «\u00a0{idea.title}\u00a0»."
    answer = f"Le groupe répond\u00a0:\n\n{appeal.answer}"
    if appeal.made_by and not is_own:
        is_hidden = idea.identity == Identity.HIDDEN
        notify(
            WRITTEN,
            [appeal.made_by],
            title="Le groupe répond à votre contestation" + ("" if is_hidden else f"\u00a0: {idea.title}"),
            text=f"{contested} {answer}",
            about=idea,
            is_confidential=is_hidden,
        )
        contested = f"Le refus de «\u00a0{idea.title}\u00a0» a été contesté pour vous par {appeal.made_by}."
    notify_authors(
        idea,
        WRITTEN,
        f"Le groupe répond à {'votre' if is_own else 'la'} contestation\u00a0: {idea.title}",
        f"{contested} {answer}",
        but=[agent for agent in authors_of(idea) if agent.pk != idea.author_id],
    )
