from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from core.people.models import Agent
from tips.access import can_write

if TYPE_CHECKING:
    from tips.models import Tip  # noqa: F401  (named by the base class)


class TipQuerySet(models.QuerySet["Tip"]):
    def published(self) -> TipQuerySet:
        """What everyone reads: a tip published ahead waits for the first day of its month."""
        return self.filter(published_at__isnull=False, month__lte=timezone.localdate())

    def visible_to(self, agent: Agent) -> TipQuerySet:
        """The group also reads what it has not published yet."""
        return self.all() if can_write(agent) else self.published()

    def newest_first(self) -> TipQuerySet:
        return self.order_by("-month")

    def of_year(self, year: int) -> TipQuerySet:
        return self.filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 31))

    def for_page(self) -> TipQuerySet:
        return self.select_related("author")

    def years(self) -> list[int]:
        """The years that have a tip, the newest first; one statement."""
        months = self.order_by().dates("month", "year", order="DESC")
        return [month.year for month in months]
