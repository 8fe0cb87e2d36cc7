from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from dematerialisation.models import (  # noqa: F401  (named by the base classes)
        Action,
        GroupMember,
        TownGrowth,
    )


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def for_group_page(self) -> GroupMemberQuerySet:
        """As the group introduces itself: its head first, the agglomeration's representative last."""
        is_guest = models.ExpressionWrapper(models.Q(agent=None), models.BooleanField())
        return self.select_related("agent", "dga").order_by("-is_head", is_guest, "position", "pk")


class ActionQuerySet(models.QuerySet["Action"]):
    def newest_first(self) -> ActionQuerySet:
        return self.order_by("-done_on", "-pk")


class TownGrowthQuerySet(models.QuerySet["TownGrowth"]):
    def unfinished(self) -> TownGrowthQuerySet:
        """The stages that have pieces to come, in their order."""
        return self.filter(position__lt=models.F("pieces")).order_by("pk")
