"""Notifications of an idea's steps, to its author and to the group."""

from typing import Any

from core.notifications import actions
from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.ui.mails import render_mail
from suggestions.ideas.by_mail import answering
from suggestions.ideas.recipients import (
    FOLLOWED,
    GROUP,
    MINE,
    followers_of,
    hides_an_author,
    notify_authors,
)
from suggestions.models import Idea
from suggestions.policies import group_members, is_in_group
from suggestions.similar import similar_for_acknowledgement
from suggestions.states import Identity

# What asks the group to do something about an idea; see `outdate`.
GROUP_WORK: list[NotificationKind] = []


def group_work(code: str, label: str, **given: Any) -> NotificationKind:
    kind = NotificationKind(code, label, group=GROUP, to_whom=is_in_group, **given)
    GROUP_WORK.append(kind)
    return kind


def outdate(idea: Idea, *kinds: NotificationKind, recipient: Agent | None = None) -> None:
    """Mark these notifications of the idea as read: nothing is left to do."""
    actions.outdate(kinds, idea, recipient=recipient)


RECEIVED = NotificationKind("suggestions.received", "Une idée saisie pour moi est bien arrivée", group=MINE)
# The mail's own acknowledgement says all of it.
RECEIVED_BY_MAIL = NotificationKind(
    "suggestions.received_by_mail",
    "Mon idée envoyée par courriel est bien arrivée",
    group=MINE,
    default=Channel.SITE,
    is_offered=False,
)
TO_STUDY = group_work(
    "suggestions.to_study",
    "Une nouvelle idée attend le groupe",
    is_batched=True,
)
SET_ASIDE_PROPOSED = group_work("suggestions.set_aside_proposed", "Un membre propose d’écarter une idée")
TAKEN = NotificationKind("suggestions.taken", "Mon idée est à l’étude", group=MINE)
ANSWERED = NotificationKind("suggestions.answered", "Le groupe répond à mon idée", group=MINE)
MOVED = NotificationKind("suggestions.moved", "Mon idée avance", group=MINE)
FOLLOWED_MOVED = NotificationKind(
    "suggestions.followed_moved",
    "Une idée que je suis avance",
    group=FOLLOWED,
    default=Channel.DIGEST,
)
SET_ASIDE = NotificationKind("suggestions.set_aside", "Mon idée est écartée, ou ne l’est plus", group=MINE)
HANDED_OVER = NotificationKind(
    "suggestions.handed_over", "Une idée m’est confiée", group=GROUP, to_whom=is_in_group
)
WITHDRAWN = NotificationKind(
    "suggestions.withdrawn", "Une idée que je suis est retirée", group=GROUP, to_whom=is_in_group
)


def notify_received(idea: Idea) -> None:
    """The acknowledgement to the author, and the news to the group.

    An author who has just sent the form reads it all on the page that follows, and is told nothing more.
    """
    if idea.mail_id or idea.entered_by_id:
        _acknowledge(idea)
    notify(
        TO_STUDY,
        group_members().exclude(pk__in=[pk for pk in (idea.author_id, idea.entered_by_id) if pk]),
        **render_mail("suggestions/mails/to_study.txt", idea=idea),
        about=idea,
        # A new idea has no family yet.
        is_confidential=idea.identity == Identity.HIDDEN,
    )


def _acknowledge(idea: Idea) -> None:
    """With what is promised and what is alike; by mail, the gateway acknowledges what came by mail."""
    is_by_mail = bool(idea.mail_id) and not idea.entered_by_id
    notify_authors(
        idea,
        RECEIVED_BY_MAIL if is_by_mail else RECEIVED,
        **render_mail(
            "suggestions/mails/received.txt",
            idea=idea,
            alike=[] if is_by_mail else similar_for_acknowledgement(idea),
        ),
    )


def notify_taken(idea: Idea, *, word: str = "") -> None:
    """With what the member in charge writes to the author."""
    notify_authors(
        idea,
        TAKEN,
        **render_mail("suggestions/mails/taken.txt", idea=idea, word=word),
        ending=answering(),
    )


def notify_handed_over(idea: Idea, *, by: Agent) -> None:
    if idea.member_in_charge and idea.member_in_charge != by:
        notify(
            HANDED_OVER,
            [idea.member_in_charge],
            **render_mail("suggestions/mails/handed_over.txt", idea=idea, by=by),
            about=idea,
        )


def notify_moved(idea: Idea, *, by: Agent) -> None:
    notify_authors(
        idea,
        MOVED,
        **render_mail("suggestions/mails/moved.txt", idea=idea, is_own=True),
    )
    notify(
        FOLLOWED_MOVED,
        [agent for agent in followers_of(idea) if agent != by],
        **render_mail("suggestions/mails/moved.txt", idea=idea, is_own=False),
        about=idea,
    )


def notify_set_aside_proposed(idea: Idea, *, by: Agent) -> None:
    """The other members; the reason is read on the idea's page."""
    notify(
        SET_ASIDE_PROPOSED,
        group_members().exclude(pk__in={*idea.author_ids, by.pk}),
        **render_mail("suggestions/mails/set_aside_proposed.txt", idea=idea, by=by),
        about=idea,
        is_confidential=hides_an_author(idea),
    )


def notify_set_aside(idea: Idea) -> None:
    """Only the authors get the reason."""
    notify_authors(
        idea,
        SET_ASIDE,
        **render_mail("suggestions/mails/set_aside.txt", idea=idea),
    )


def notify_restored(idea: Idea) -> None:
    """To the authors, who were told that it was set aside."""
    notify_authors(
        idea,
        SET_ASIDE,
        **render_mail("suggestions/mails/restored.txt", idea=idea),
    )


def notify_withdrawn(idea: Idea) -> None:
    if idea.member_in_charge:
        notify(
            WITHDRAWN,
            [idea.member_in_charge],
            **render_mail("suggestions/mails/withdrawn.txt", idea=idea),
            about=idea,
        )
