"""Notifications of evaluation: to the group, the evaluators, the deputies."""

from collections.abc import Iterable

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Absence, Agent
from core.people.roles import Role
from core.ui.mails import render_mail
from suggestions.evaluation.evaluators import seats_of
from suggestions.evaluation.tallies import accepts_evaluations
from suggestions.ideas.notifications import group_work
from suggestions.ideas.recipients import GROUP, authors_of, hides_an_author
from suggestions.models import Idea
from suggestions.policies import group_members, is_head, is_in_group

TO_EVALUATE = group_work(
    "suggestions.to_evaluate",
    "Une idée attend mon évaluation",
    default=Channel.DIGEST,
)
READY = group_work(
    "suggestions.ready",
    "L’évaluation d’une idée que je suis est prête",
    is_batched=True,
)
LATE = NotificationKind(
    "suggestions.late",
    "Une promesse faite à un auteur est en retard",
    group=GROUP,
    default=Channel.DIGEST,
    to_whom=is_in_group,
)
LATE_FOR_HEAD = NotificationKind(
    "suggestions.late_for_head",
    "Une promesse est en retard depuis plus d’une semaine",
    group=GROUP,
    to_whom=is_head,
)
DEPUTY = NotificationKind("suggestions.deputy", "J’évalue des idées à la place d’un collègue", group=GROUP)


def notify_to_evaluate(idea: Idea, *, by: Agent) -> None:
    """To the evaluators, except the member who has just taken the idea under study."""
    holders = [seat.holder for seat in seats_of(idea).awaited if seat.holder and seat.holder != by]
    notify(
        TO_EVALUATE,
        holders,
        **render_mail("suggestions/mails/to_evaluate.txt", idea=idea),
        about=idea,
    )


def notify_ready(ideas: Iterable[Idea]) -> None:
    """To the member in charge: enough members have evaluated."""
    for idea in ideas:
        if idea.member_in_charge and accepts_evaluations(idea):
            notify(
                READY,
                [idea.member_in_charge],
                **render_mail("suggestions/mails/ready.txt", idea=idea, count=len(seats_of(idea).counted)),
                about=idea,
            )


def notify_deputy(absence: Absence) -> None:
    if absence.deputy:
        notify(
            DEPUTY,
            [absence.deputy],
            **render_mail("suggestions/mails/deputy.txt", absence=absence),
            url=reverse("suggestions:to_evaluate"),
        )


def notify_late(idea: Idea, promise: str) -> None:
    """To the whole group, but an author who is of it."""
    group = group_members()
    notify(
        LATE,
        _but_authors(idea, group),
        **render_mail("suggestions/mails/late.txt", idea=idea, promise=promise),
        about=idea,
        is_confidential=hides_an_author(idea),
    )


def notify_late_to_head(idea: Idea, promise: str) -> None:
    heads = Agent.objects.with_role(Role.GROUP_HEAD)
    notify(
        LATE_FOR_HEAD,
        _but_authors(idea, heads),
        **render_mail("suggestions/mails/late.txt", idea=idea, promise=promise, to_head=True),
        about=idea,
        is_confidential=hides_an_author(idea),
    )


def _but_authors(idea: Idea, agents: Iterable[Agent]) -> list[Agent]:
    authors = {author.pk for author in authors_of(idea)}
    return [agent for agent in agents if agent.pk not in authors]
