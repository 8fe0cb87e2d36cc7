"""An appeal and its answer, among the news of the exchange between an author and the group."""

from core.notifications.actions import notify
from core.ui.mails import render_mail
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
        **render_mail("suggestions/mails/appealed.txt", idea=idea, appeal=appeal),
        about=idea,
        is_confidential=hides_an_author(idea),
    )


def notify_appeal_answered(idea: Idea, appeal: Appeal) -> None:
    """Notify the appellant, and the author for whom a colleague appealed; authors of merged ideas contested nothing.

    An anonymous author reads it with the code of the idea.
    """
    is_own = appeal.made_by_id == idea.author_id
    if appeal.made_by and not is_own:
        is_hidden = idea.identity == Identity.HIDDEN
        notify(
            WRITTEN,
            [appeal.made_by],
            **render_mail(
                "suggestions/mails/appeal_answered.txt",
                idea=idea,
                appeal=appeal,
                is_own=True,
                is_untitled=is_hidden,
            ),
            about=idea,
            is_confidential=is_hidden,
        )
    notify_authors(
        idea,
        WRITTEN,
        **render_mail("suggestions/mails/appeal_answered.txt", idea=idea, appeal=appeal, is_own=is_own),
        but=[agent for agent in authors_of(idea) if agent.pk != idea.author_id],
    )
