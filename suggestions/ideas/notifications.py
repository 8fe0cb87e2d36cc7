"""Notifications of an idea's steps, to its author and to the group."""

from typing import Any

from django.conf import settings

from core.notifications import actions
from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.ui.french import long_date
from suggestions.ideas.by_mail import TO_GROUP, answering
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
from suggestions.states import Identity, State

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
        title=f"Une idée attend le groupe\u00a0: {idea.title}",
        text=(
            f"Une nouvelle idée est arrivée\u00a0: «\u00a0{idea.title}\u00a0».\n"
            f"Un mot du groupe est promis avant le {long_date(idea.due_on)}."
        ),
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
        title=f"Votre idée est bien arrivée\u00a0: {idea.title}",
        text=(
            f"Merci\u00a0! Votre idée «\u00a0{idea.title}\u00a0» est bien arrivée"
            + (f", saisie pour vous par {idea.entered_by}.\n" if idea.entered_by else ".\n")
            + f"Vous recevrez un mot du groupe avant le {long_date(idea.due_on)}, "
            f"et la décision avant le {long_date(idea.decision_due_on)}.\n\n"
            "D’ici là, elle n’est lue que par vous et par le groupe. "
            "Vous pouvez la modifier tant qu’un membre du groupe ne l’a pas prise à l’étude, et la retirer jusqu’à sa "
            "réponse, par les boutons «\u00a0Modifier\u00a0» et «\u00a0Retirer\u00a0» de sa page"
            + (f" ou en le demandant à {idea.entered_by}." if idea.entered_by else ".")
            + ("" if is_by_mail else _alike(idea))
        ),
    )


def _alike(idea: Idea) -> str:
    """The ideas like this one, answered or not, that its author may read."""
    alike = similar_for_acknowledgement(idea)
    if not alike:
        return ""
    lines = [
        f"- «\u00a0{other.title}\u00a0» ({other.state.label.lower()})\u00a0: {settings.SITE_URL}{other.url}"
        for other in alike
    ]
    return "\n\nDes idées proches de la vôtre\u00a0:\n" + "\n".join(lines)


def notify_taken(idea: Idea, *, word: str = "") -> None:
    """With what the member in charge writes to the author."""
    promise = (
        f"La décision est promise avant le {long_date(idea.decision_due_on)}."
        if idea.first_answered_at
        else f"Un mot du groupe est promis avant le {long_date(idea.due_on)}."
    )
    notify_authors(
        idea,
        TAKEN,
        title=f"Votre idée est à l’étude\u00a0: {idea.title}",
        text=(
            f"{idea.member_in_charge} suit votre idée pour le groupe. "
            f"Elle porte maintenant le numéro {idea.label} et tous les agents peuvent la lire"
            + (", sans votre nom.\n" if idea.identity == Identity.HIDDEN else ".\n")
            + promise
            + (f"\n\nSon mot pour vous\u00a0:\n\n{word}" if word else "")
        ),
        ending=answering(TO_GROUP),
    )


def notify_handed_over(idea: Idea, *, by: Agent) -> None:
    if idea.member_in_charge and idea.member_in_charge != by:
        notify(
            HANDED_OVER,
            [idea.member_in_charge],
            title=f"Une idée vous est confiée\u00a0: {idea.title}",
            text=f"{by} vous confie l’idée {idea.label}, «\u00a0{idea.title}\u00a0».",
            about=idea,
        )


def notify_moved(idea: Idea, *, by: Agent) -> None:
    said = "c’est fait, elle est réalisée" if idea.state == State.DONE else "sa réalisation commence"
    notify_authors(
        idea,
        MOVED,
        title=f"Votre idée avance\u00a0: {idea.title}",
        text=f"Des nouvelles de votre idée «\u00a0{idea.title}\u00a0»\u00a0: {said}.",
    )
    notify(
        FOLLOWED_MOVED,
        [agent for agent in followers_of(idea) if agent != by],
        title=f"Une idée que vous suivez avance\u00a0: {idea.title}",
        text=f"Des nouvelles de l’idée «\u00a0{idea.title}\u00a0»\u00a0: {said}.",
        about=idea,
    )


def notify_set_aside_proposed(idea: Idea, *, by: Agent) -> None:
    """The other members; the reason is read on the idea's page."""
    notify(
        SET_ASIDE_PROPOSED,
        group_members().exclude(pk__in={*idea.author_ids, by.pk}),
        title=f"À confirmer\u00a0: écarter l’idée «\u00a0{idea.title}\u00a0»",
        text=f"{by} propose d’écarter cette idée. Lisez son motif\u00a0: un second membre confirme, ou la garde.",
        about=idea,
        is_confidential=hides_an_author(idea),
    )


def notify_set_aside(idea: Idea) -> None:
    """Only the authors get the reason."""
    notify_authors(
        idea,
        SET_ASIDE,
        title=f"Votre idée est écartée\u00a0: {idea.title}",
        text=(
            f"Le groupe n’a pas pu étudier votre idée «\u00a0{idea.title}\u00a0». Voici pourquoi\u00a0:\n\n"
            f"{idea.set_aside_reason}\n\n"
            "Vous seul recevez ce message. Vous pouvez proposer l’idée de nouveau, autrement\u00a0: "
            f"{settings.TOWN_NAME} en a besoin."
        ),
    )


def notify_restored(idea: Idea) -> None:
    """To the authors, who were told that it was set aside."""
    notify_authors(
        idea,
        SET_ASIDE,
        title=f"Votre idée n’est plus écartée\u00a0: {idea.title}",
        text=(
            f"Le groupe est revenu sur sa mise à l’écart\u00a0: votre idée «\u00a0{idea.title}\u00a0» reprend son "
            "chemin là où elle en était, et recevra une réponse."
        ),
    )


def notify_withdrawn(idea: Idea) -> None:
    if idea.member_in_charge:
        notify(
            WITHDRAWN,
            [idea.member_in_charge],
            title=f"Une idée que vous suivez est retirée\u00a0: {idea.title}",
            text=f"L’auteur de l’idée {idea.label}, «\u00a0{idea.title}\u00a0», l’a retirée.",
            about=idea,
        )
