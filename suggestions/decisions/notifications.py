"""Notifications of the decision and its answer: to the group at first, to authors and followers once published."""

from collections.abc import Iterable

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.mails import render_mail
from suggestions.ideas.by_mail import answering
from suggestions.ideas.notifications import ANSWERED, group_work
from suggestions.ideas.recipients import (
    FOLLOWED,
    MINE,
    authors_of,
    followers_of,
    hides_an_author,
    notify_authors,
)
from suggestions.models import Answer, Correction, Decision, Idea
from suggestions.policies import group_members

DECIDED = group_work(
    "suggestions.decided",
    "Une réponse est à écrire pour une idée que je suis",
)
TO_REREAD = group_work(
    "suggestions.to_reread",
    "Une réponse est à relire",
    is_batched=True,
)
REREAD = group_work(
    "suggestions.reread",
    "Une réponse que j’ai préparée est relue",
)
CORRECTED = NotificationKind("suggestions.corrected", "La réponse à mon idée est corrigée", group=MINE)
FOLLOWED_ANSWERED = NotificationKind(
    "suggestions.followed_answered", "Le groupe répond à une idée que je suis", group=FOLLOWED
)


def notify_decided(idea: Idea, decision: Decision, *, by: Agent) -> None:
    """The member in charge, who writes the answer."""
    if idea.member_in_charge and idea.member_in_charge != by:
        notify(
            DECIDED,
            [idea.member_in_charge],
            **render_mail(
                "suggestions/mails/decided.txt",
                idea=idea,
                decision=decision,
                by=by,
                answering=answering(but="la réponse à l’auteur se prépare au bureau"),
            ),
            about=idea,
        )


def notify_to_reread(idea: Idea, *, by: Agent) -> None:
    """The group, except the member who wrote it and the idea's authors."""
    notify(
        TO_REREAD,
        _members_but([by, *authors_of(idea)]),
        **render_mail("suggestions/mails/to_reread.txt", idea=idea, by=by),
        about=idea,
        is_confidential=hides_an_author(idea),
    )


def notify_reread(idea: Idea, answer: Answer) -> None:
    """The member who wrote it: it can be published."""
    notify(
        REREAD,
        [answer.prepared_by],
        **render_mail("suggestions/mails/reread.txt", idea=idea, answer=answer),
        about=idea,
    )


def notify_answered(idea: Idea, *, verdict: str, by: Agent) -> None:
    """Authors, then those who follow the idea."""
    notify_authors(
        idea,
        ANSWERED,
        **render_mail("suggestions/mails/answered.txt", idea=idea, verdict=verdict, is_own=True),
    )
    notify(
        FOLLOWED_ANSWERED,
        [agent for agent in followers_of(idea) if agent != by],
        **render_mail("suggestions/mails/answered.txt", idea=idea, verdict=verdict, is_own=False),
        about=idea,
    )


def notify_corrected(idea: Idea, correction: Correction) -> None:
    mail = render_mail("suggestions/mails/corrected.txt", idea=idea, correction=correction)
    notify_authors(idea, CORRECTED, **mail)
    others = [agent for agent in followers_of(idea) if agent != correction.written_by]
    notify(FOLLOWED_ANSWERED, others, **mail, about=idea)


def _members_but(agents: Iterable[Agent]) -> Iterable[Agent]:
    return group_members().exclude(pk__in=[agent.pk for agent in agents])
