from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef

from core.people.models import Agent, Project
from core.people.roles import GROUP

if TYPE_CHECKING:
    from spaces.models import ProjectRequest  # noqa: F401  (named by the base class)


class RequestQuerySet(models.QuerySet["ProjectRequest"]):
    def visible_to(self, agent: Agent) -> RequestQuerySet:
        """The project group reads all; others what they asked."""
        if not agent.is_at_work:
            return self.none()
        return self if agent.has_role(*GROUP) else self.filter(asked_by=agent)

    def waiting(self) -> RequestQuerySet:
        return self.filter(state="waiting")

    def in_order(self) -> RequestQuerySet:
        """Order waiting requests first, the oldest before; then the newest decisions."""
        waits = models.Case(models.When(state="waiting", then=0), default=1)
        age = models.Case(models.When(state="waiting", then=models.F("asked_at")))
        return self.order_by(waits, age, "-asked_at", "pk")


class InSpaceQuerySet(models.QuerySet[Any]):
    def visible_to(self, agent: Agent) -> InSpaceQuerySet:
        return self.filter(project__in=Project.objects.visible_to(agent).values("pk"))

    def kept(self) -> InSpaceQuerySet:
        """Without what was removed."""
        return self.filter(removed_at=None)


class VersionQuerySet(models.QuerySet[Any]):
    """Versions of notes or of files: the model names as `owner` what they are of, as `author` who made them."""

    def newest(self) -> VersionQuerySet:
        """The newest of each, and no other."""
        owner = self.model.owner
        newer = self.model._base_manager.filter(**{owner: OuterRef(owner), "number__gt": OuterRef("number")})
        return self.filter(~Exists(newer))
