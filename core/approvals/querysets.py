from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from core.approvals.deputies import acts_for
from core.people.models import Agent

if TYPE_CHECKING:
    from core.approvals.models import Approval, ApprovalStep, Circuit, Decision  # noqa: F401  (named by the base classes)


class CircuitQuerySet(models.QuerySet["Circuit"]):
    def in_use(self) -> CircuitQuerySet:
        return self.filter(is_retired=False)

    def with_steps(self) -> CircuitQuerySet:
        return self.prefetch_related("steps__agents")


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def standing(self) -> ApprovalQuerySet:
        """Not withdrawn: one at most for an object."""
        return self.exclude(state="withdrawn")

    def running(self) -> ApprovalQuerySet:
        return self.filter(state="running")

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
        return self.select_related("author", "direction").prefetch_related(
            "steps__holders__agent",
            "steps__holders__handed_by",
            "steps__decisions__by",
            "steps__decisions__in_place_of",
            "steps__decisions__scan",
        )

    def asked_of(self, agent: Agent, *, on: date) -> ApprovalQuerySet:
        """Of which this agent holds or held a step, in their own place or in that of somebody absent."""
        steps: Any = self.model.steps.rel.related_model._default_manager.filter(approval=OuterRef("pk"))
        in_role = Q(role__in=agent.roles) & ~Q(state="coming")
        return self.filter(Exists(steps.filter(Q(holders__agent__in=acts_for(agent, on=on)) | in_role)))

    def visible_to(self, agent: Agent, *, on: date) -> ApprovalQuerySet:
        """Those that they sent too; what a kind adds is asked of the kind."""
        asked: ApprovalQuerySet = self.asked_of(agent, on=on)
        return asked | self.filter(author=agent)


class StepQuerySet(models.QuerySet["ApprovalStep"]):
    def current(self) -> StepQuerySet:
        return self.filter(state="current", approval__state="running")

    def waiting_for(self, agent: Agent, *, on: date) -> StepQuerySet:
        """What this agent may decide now, in their own place or in that of somebody absent; never on their own text."""
        if not agent.is_active:
            return self.none()
        return (
            self.current()
            .exclude(approval__author=agent)
            .filter(
                Q(role__in=agent.roles) | Exists(self._open_seats().filter(agent__in=acts_for(agent, on=on)))
            )
        )

    def stuck(self) -> StepQuerySet:
        """That nobody can take: its people have left, or nobody has the role."""
        roles = (
            Agent.objects.active()
            .filter(groups__name=OuterRef("role"))
            .exclude(pk=OuterRef("approval__author"))
        )
        seats = self._open_seats()
        lost = seats.filter(agent__is_active=False)
        return (
            self.current()
            .exclude(~Q(role="") & Exists(roles))
            .filter(~Exists(seats.filter(agent__is_active=True)) | Q(Exists(lost), needs_all=True))
        )

    def _open_seats(self) -> models.QuerySet[Any]:
        """Of this step: people who are asked and have not decided."""
        holders: Any = self.model.holders.rel.related_model._default_manager
        decisions: Any = self.model.decisions.rel.related_model._default_manager
        decided = decisions.filter(holder=OuterRef("pk"), voided_at=None)
        return holders.filter(step=OuterRef("pk"), left_at=None).exclude(Exists(decided))


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> DecisionQuerySet:
        return self.filter(voided_at=None)
