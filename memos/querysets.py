from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.approvals.models import Approval, ApprovalStep
from core.people.models import Agent
from core.people.roles import Role
from core.retention.elimination import kept_until

if TYPE_CHECKING:
    from memos.models import Memo, MemoKind  # noqa: F401  (named by the base classes)

# What is with HR, or on its way: a draft, a note sent back or withdrawn on the way are their author's.
WITH_HR = Q(state="in_circuit") | Q(received_at__isnull=False)


class MemoKindQuerySet(models.QuerySet["MemoKind"]):
    def offered(self) -> MemoKindQuerySet:
        return self.filter(is_retired=False, circuit__is_retired=False)


class MemoQuerySet(models.QuerySet["Memo"]):
    def by(self, agent: Agent) -> MemoQuerySet:
        return self.filter(author=agent)

    def own(self, agent: Agent) -> MemoQuerySet:
        """Written by this agent or for them, or about them and opened by HR."""
        for_them = Q(written_for=agent, sent_at__isnull=False)
        return self.filter(Q(author=agent) | for_them | Q(person=agent, is_opened_to_person=True))

    def of_hr(self, agent: Agent) -> MemoQuerySet:
        """Return notes that an HR agent reads as such: nothing about themselves, now or in an earlier version."""
        if not agent.has_role(Role.HUMAN_RESOURCES):
            return self.none()
        others = self.exclude(person=agent).exclude(written_for=agent).exclude(author=agent)
        was_about = Approval.objects.filter(kind="memos.memo", excluded=agent).values("object_id")
        return others.filter(WITH_HR).exclude(pk__in=was_about)

    def visible_to(self, agent: Agent) -> MemoQuerySet:
        """Also to those who hold or held a step of its circuit, but what its author has not sent them."""
        held = Approval.objects.asked_of(agent, on=timezone.localdate()).filter(
            kind="memos.memo", state__in=("running", "approved")
        )
        ids = [queryset.order_by().values("pk") for queryset in (self.own(agent), self.of_hr(agent))]
        return self.filter(Q(pk__in=ids[0]) | Q(pk__in=ids[1]) | Q(pk__in=held.values("object_id")))

    def to_treat(self) -> MemoQuerySet:
        return self.filter(state__in=("received", "taken"))

    def waiting_for(self, agent: Agent) -> MemoQuerySet:
        """Return notes for this HR agent to treat, unassigned or theirs, the nearest promise first."""
        mine = self.of_hr(agent).to_treat().filter(Q(taken_by=None) | Q(taken_by=agent))
        return mine.order_by("due_on", "pk")

    def late(self, *, on: date) -> MemoQuerySet:
        return self.to_treat().filter(due_on__lt=on)

    def stuck(self) -> MemoQuerySet:
        """In a circuit, at a visa that nobody can give."""
        steps = ApprovalStep.objects.stuck().filter(approval__kind="memos.memo")
        return self.filter(state="in_circuit", pk__in=steps.values("approval__object_id"))

    def with_open_question(self) -> MemoQuerySet:
        return self.to_treat().filter(questions__isnull=False, questions__replied_at=None)

    def closed(self) -> MemoQuerySet:
        return self.filter(state__in=("answered", "filed", "withdrawn"))

    def expired(self) -> MemoQuerySet:
        """Filed or withdrawn for longer than their kind is kept."""
        until = kept_until(Coalesce("filed_at", "withdrawn_at"), "kind__retention_years")
        return self.alias(kept_until=until).filter(kept_until__lte=timezone.now())

    def for_list(self) -> MemoQuerySet:
        return self.select_related("kind", "author", "written_for", "person", "taken_by", "direction")
