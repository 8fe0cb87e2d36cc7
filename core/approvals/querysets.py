from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from core.approvals import assignees
from core.approvals.registry import KINDS, circuit_keepers
from core.people.models import Agent, Direction
from core.people.querysets import DirectionQuerySet

if TYPE_CHECKING:
    from core.approvals.models import Approval, ApprovalStep, Circuit, CircuitStep, Decision  # noqa: F401  (named by the base classes)


REVIEW_DAYS = 365
UP_THE_TREE = ("", "parent__", "parent__parent__", "parent__parent__parent__")


def without_head(levels: Sequence[str]) -> DirectionQuerySet:
    """Directions with no head at work of these levels, their own included."""
    covered = Q()
    for up in UP_THE_TREE:
        covered |= Q(**{f"{up}head__is_active": True, f"{up}kind__in": levels})
    return Direction.objects.exclude(pk__in=Direction.objects.filter(covered).values("pk"))


class CircuitQuerySet(models.QuerySet["Circuit"]):
    def in_use(self) -> CircuitQuerySet:
        return self.filter(is_retired=False)

    def writable_by(self, agent: Agent) -> CircuitQuerySet:
        """Keep the circuits that this agent changes: an owner's kind leaves its own to its owner alone."""
        if not agent.has_role(*circuit_keepers()):
            return self.none()
        rows = self
        for kind in KINDS.values():
            if kind.owner and kind.circuits and not agent.has_role(kind.owner):
                rows = rows.exclude(pk__in=kind.circuits())
        return rows

    def broken(self) -> CircuitQuerySet:
        """Keep those in use without a step, or with one that lacks somebody."""
        steps: Any = self.model.steps.rel.related_model._default_manager.filter(circuit=OuterRef("pk"))
        return self.in_use().filter(~Exists(steps) | Exists(steps.lacking()))

    def to_review(self, *, on: date) -> CircuitQuerySet:
        """In use, its steps neither reviewed nor changed for a year."""
        limit = on - timedelta(days=REVIEW_DAYS)
        is_old = Q(reviewed_on=None) | Q(reviewed_on__lt=limit)
        return self.in_use().filter(is_old, changed_at__date__lt=limit)


class CircuitStepQuerySet(models.QuerySet["CircuitStep"]):
    def lacking(self) -> CircuitStepQuerySet:
        """Keep those that lack somebody, whoever writes and wherever."""
        able = Agent.objects.active()
        agents: Any = self.model._meta.get_field("agents")
        seats = agents.remote_field.through._default_manager.filter(circuitstep=OuterRef("pk"))
        return self.filter(
            Q(kind="people") & (~Exists(seats) | Exists(seats.exclude(agent__in=able)))
            | Q(kind="role") & ~Exists(able.filter(groups__name=OuterRef("role")))
            | Q(kind="manager") & Exists(without_head(Direction.LADDER))
            | Q(kind="deputy_director") & Exists(without_head(Direction.LADDER[:2]))
        )


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def standing(self) -> ApprovalQuerySet:
        """Not withdrawn: one at most for an object."""
        return self.exclude(state="withdrawn")

    def of(self, obj: models.Model) -> ApprovalQuerySet:
        return self.of_rows(type(obj), [obj.pk])

    def of_rows(self, model: type[models.Model], pks: list[Any]) -> ApprovalQuerySet:
        from_model = {
            "content_type__app_label": model._meta.app_label,
            "content_type__model": model._meta.model_name,
        }
        return self.filter(object_id__in=pks, **from_model)

    def with_path(self) -> ApprovalQuerySet:
        """With all that the path shows; a constant number of statements."""
        return self.select_related("author", "direction", "circuit").prefetch_related(
            "excluded",
            "steps__holders__agent",
            "steps__holders__handed_by",
            "steps__decisions__by",
            "steps__decisions__in_place_of",
            "steps__decisions__scan",
        )

    def asked_of(self, agent: Agent, *, on: date) -> ApprovalQuerySet:
        """Return approvals with a step that this agent holds, held or decided, or holds in place of somebody absent.

        A step to come gives nothing to read, a deputy reads nothing of what the absent held before, and nobody reads
        what is or was about them, whatever part they had. What was withdrawn is closed to who has the role or is
        deputy since: those who were asked by name keep it.
        """
        steps: Any = self.model.steps.rel.related_model._default_manager.filter(approval=OuterRef("pk"))
        in_person = Q(holders__agent=agent) | Q(role__in=agent.roles) & ~Q(approval__state="withdrawn")
        seats = steps.model.holders.rel.related_model._default_manager.filter(
            step=OuterRef("pk"), left_at=None
        )
        lent = assignees.not_concerned(seats.filter(agent__in=assignees.acts_for(agent, on=on)))
        stood_in = Q(Exists(lent), state="current", approval__state="running")
        held = in_person & ~Q(state="coming") | stood_in | Q(decisions__by=agent)
        return self.filter(Exists(steps.filter(held))).exclude(excluded=agent)

    def visible_to(self, agent: Agent, *, on: date) -> ApprovalQuerySet:
        """Add the approvals that they sent; what a kind adds is asked of the kind."""
        asked: ApprovalQuerySet = self.asked_of(agent, on=on)
        return asked | self.filter(author=agent)


class StepQuerySet(models.QuerySet["ApprovalStep"]):
    def current(self) -> StepQuerySet:
        return self.filter(state="current", approval__state="running")

    def waiting_for(self, agent: Agent, *, on: date) -> StepQuerySet:
        return assignees.waiting_for(self.current(), agent, on=on)

    def stuck(self) -> StepQuerySet:
        """That nobody can take."""
        return assignees.stuck(self.current())


class StuckStepManager(models.Manager.from_queryset(StepQuerySet)):  # type: ignore[misc]  # made at run time
    def get_queryset(self) -> StepQuerySet:
        stuck: StepQuerySet = super().get_queryset().stuck()
        return stuck


class DecisionQuerySet(models.QuerySet["Decision"]):
    def readable_by(self, agent: Agent) -> DecisionQuerySet:
        """Keep this agent's own, but those on a text that is or was about them."""
        return self.filter(by=agent).exclude(step__approval__excluded=agent)

    def standing(self) -> DecisionQuerySet:
        return self.filter(voided_at=None)
