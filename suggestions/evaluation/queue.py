"""« À moi de faire »: the ideas that wait for an agent's evaluation, as a queryset; and promises that were not kept.

The queryset holds the rules of `quorum` in SQL; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from core.people.models import Absence, Agent
from core.people.roles import GROUP
from core.web.locks import locked
from suggestions.evaluation import actions
from suggestions.models import Evaluation, Idea, LateNotice, Recusal
from suggestions.policies import appeals_waiting_for
from suggestions.states import State

# How a subquery refers to a column of the outer idea.
Ref = Callable[[str], Any]


def evaluations_waiting_for(agent: Agent, *, on: date | None = None) -> QuerySet[Idea]:
    """Open to evaluation, with a seat that this agent holds on that day (today) still empty; by promise."""
    on = on or timezone.localdate()
    ideas = Idea.objects.filter(state=State.UNDER_STUDY, evaluation_closed_at=None, merged_into=None)
    if not agent.is_active:
        return ideas.none()
    away = Exists(Absence.objects.on(on).filter(agent=agent))
    is_waited_for = Q(Exists(_lent_to(agent, on)))
    if agent.has_role(*GROUP):
        own = Evaluation.objects.filter(idea=OuterRef("pk"), seat=agent)
        is_waited_for |= ~Q(Exists(own))
    return ideas.filter(~away, is_waited_for, ~_kept_out(agent, OuterRef)).order_by("next_due_on", "pk")


def rereadings_waiting_for(agent: Agent) -> QuerySet[Idea]:
    """Another member prepared an answer to the decision as it is; this one does not leave the idea to the others."""
    drafts = Idea.objects.waiting().filter(
        state=State.UNDER_STUDY,
        answer__isnull=False,
        answer__reread_by=None,
        answer__verdict=F("decision__verdict"),
    )
    return (
        drafts.filter(~_kept_out(agent, OuterRef))
        .exclude(answer__prepared_by=agent)
        .order_by("next_due_on", "pk")
    )


def files_of(agent: Agent) -> dict[str, QuerySet[Idea]]:
    """What waits for this member of the group, by the name of its filter in the admin."""
    waiting = Idea.objects.waiting()
    return {
        "recues": waiting.filter(state=State.RECEIVED).without_those_of(agent),
        "en-retard": Idea.objects.overdue(on=timezone.localdate()),
        "a-evaluer": evaluations_waiting_for(agent),
        "a-relire": rereadings_waiting_for(agent),
        "a-publier": waiting.to_be_published().without_those_of(agent),
        "a-ecarter": Idea.objects.set_aside_to_confirm(agent),
        "contestees": appeals_waiting_for(agent),
    }


def _lent_to(agent: Agent, on: date) -> QuerySet[Absence]:
    """The absences of that day that name this agent, whose member's seat on the idea around is empty."""

    def idea(name: str) -> Any:
        return OuterRef(OuterRef(name))

    member = OuterRef("agent")
    return Absence.objects.on(on).filter(
        Exists(Agent.groups.through.objects.filter(agent_id=member, group__name__in=GROUP)),
        ~Exists(Evaluation.objects.filter(idea=idea("pk"), seat=member)),
        ~_kept_out(member, idea),
        deputy=agent,
        agent__is_active=True,
    )


def _kept_out(person: Any, idea: Ref) -> Q:
    """Whether that person, or the one that a reference names, leaves the idea to the others, by rule or by choice."""
    authored = Idea.objects.filter(Q(pk=idea("pk")) | Q(head=idea("pk")), author=person)
    recused = Recusal.objects.filter(idea=idea("pk"), member=person)
    is_kept_out = Q(Exists(authored)) | Q(Exists(recused))
    if settings.IDEA_OWN_DIRECTION_RECUSES:
        pk = person.pk if isinstance(person, Agent) else person
        is_kept_out |= Q(Exists(Agent.objects.filter(_own_direction(idea), pk=pk)))
    return is_kept_out


def _own_direction(idea: Ref) -> Q:
    """The idea's direction is the agent's or above it, or the agent's is above the idea's.

    The general direction, which has no parent, is nobody's own.
    """
    concerned = idea("direction")
    return (
        Q(direction=concerned, direction__parent__isnull=False)
        | Q(direction__parent=concerned, direction__parent__parent__isnull=False)
        | Q(direction__parent__parent=concerned, direction__parent__parent__parent__isnull=False)
        | Q(direction=idea("direction__parent"), direction__parent__isnull=False)
        | Q(direction=idea("direction__parent__parent"), direction__parent__isnull=False)
    )


# The head is notified when a promise is later than this.
HEAD_AFTER = timedelta(days=7)


def notify_late(*, on: date | None = None) -> int:
    """Notify the group of each promise missed before `on` (today), and its head a week later; returns how many.

    Each notification is sent once, even when the task is killed and run again.
    """
    on = on or timezone.localdate()
    late = Idea.objects.overdue(on=on).filter(merged_into=None).order_by("pk")
    return sum(_notify_one(pk, on) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def _notify_one(pk: int, on: date) -> int:
    # Read again under the lock: it may have been answered, or notified by another worker.
    idea = locked(Idea.objects.overdue(on=on).filter(pk=pk, merged_into=None)).first()
    if idea is None:
        return 0
    promise = LateNotice.Promise.DECISION if idea.first_answered_at else LateNotice.Promise.ANSWER
    notice, is_new = LateNotice.objects.get_or_create(idea=idea, promise=promise)
    told = 0
    if is_new:
        actions.notify_late(idea, promise, to_head=False)
        told += 1
    if notice.head_told_at is None and on > idea.promised_on + HEAD_AFTER:
        notice.head_told_at = timezone.now()
        notice.save(update_fields=["head_told_at"])
        actions.notify_late(idea, promise, to_head=True)
        told += 1
    return told
