from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Concat, ExtractYear
from django.utils import timezone

from core.documents.limits import size_label
from core.people.models import Agent, Direction
from core.people.ordering import PlainText, alphabetical
from core.people.querysets import of_line
from core.people.roles import Role
from core.ui.french import exact_count_of

if TYPE_CHECKING:
    from legalwatch.models import Delivery, Entry, LinkReport, Subject  # noqa: F401  (named by the base classes)

# Others, which addresses may hold, overflow the column.
YEARS = range(1, 10_000)


@dataclass(frozen=True, slots=True)
class Savings:
    """Files that no mail carried: how many, and their bytes in all."""

    copies: int
    size: int

    @property
    def label(self) -> str:
        """« 240 copies évitées, 312 Mo »; empty for none."""
        if not self.copies:
            return ""
        return f"{exact_count_of(self.copies, 'copie évitée', 'copies évitées')}, {size_label(self.size)}"


class SubjectQuerySet(models.QuerySet["Subject"]):
    def followed_by(self, agent: Agent) -> SubjectQuerySet:
        return self.filter(followings__agent=agent)


class EntryQuerySet(models.QuerySet["Entry"]):
    def published(self) -> EntryQuerySet:
        return self.filter(withdrawn_at=None, publish_at__lte=timezone.now())

    def visible_to(self, agent: Agent) -> EntryQuerySet:
        """The watchers also read what is written, scheduled or withdrawn."""
        if not agent.is_at_work:
            return self.none()
        return self.all() if agent.has_role(Role.WATCHER) else self.published()

    def current(self) -> EntryQuerySet:
        """Neither replaced nor out of date."""
        return self.filter(replaced_by=None, outdated_reason="")

    def drafts(self) -> EntryQuerySet:
        return self.filter(withdrawn_at=None, publish_at=None)

    def scheduled(self) -> EntryQuerySet:
        return self.filter(withdrawn_at=None, publish_at__gt=timezone.now())

    def withdrawn(self) -> EntryQuerySet:
        return self.filter(withdrawn_at__isnull=False)

    def of_year(self, year: int) -> EntryQuerySet:
        """Published in it."""
        return self.filter(publish_at__year=year) if year in YEARS else self.none()

    def saying(self, text: str) -> EntryQuerySet:
        """Whose title or summary holds each of these words, without accents or case."""
        words = Concat("title", Value(" "), "summary", output_field=models.TextField())
        found = self.alias(said=PlainText(words))
        for word in text.split():
            found = found.filter(said__contains=PlainText(Value(word)))
        return found

    def concerning(self, agent: Agent) -> EntryQuerySet:
        """Return entries of a subject that they follow, or for their direction or one above it."""
        theirs = Agent.objects.filter(of_line("exact", OuterRef("pk")), pk=agent.pk)
        entry = self.model
        of_subjects = entry.subjects.through._base_manager.filter(subject__followings__agent=agent)
        of_directions = entry.directions.through._base_manager.filter(
            direction__in=Direction.objects.filter(Exists(theirs)).values("pk")
        )
        return self.filter(Q(pk__in=of_subjects.values("entry")) | Q(pk__in=of_directions.values("entry")))

    def to_read(self, agent: Agent) -> EntryQuerySet:
        """Return the entries that `announcements.readers_of` gives to this agent and that they have not read."""
        theirs = self.published().current().concerning(agent).exclude(author=agent)
        return theirs.filter(~self._read_by(agent))

    def with_read_flag(self, agent: Agent) -> EntryQuerySet:
        """Loads `is_read`, by this agent."""
        return self.annotate(is_read=self._read_by(agent))

    def _read_by(self, agent: Agent) -> Exists:
        return Exists(Agent.objects.filter(pk=agent.pk, watch_readings__entry=OuterRef("pk")))

    def newest_first(self) -> EntryQuerySet:
        """Order unpublished entries first."""
        return self.order_by(F("publish_at").desc(nulls_first=True), "-pk")

    def for_list(self) -> EntryQuerySet:
        return self.select_related("author", "document").prefetch_related("subjects", "directions")

    def years(self) -> list[int]:
        """The years that have an entry, the newest first; one statement."""
        days = self.order_by().datetimes("publish_at", "year", order="DESC")
        return [timezone.localtime(day).year for day in days]

    def by_year_and_subject(self) -> list[dict[str, Any]]:
        """How many of each, as `year`, `name`, `slug`, `count`; one statement."""
        by_subject: Any = self.order_by().annotate(year=ExtractYear("publish_at"), name=F("subjects__name"))
        rows = by_subject.values("year", "name", slug=F("subjects__slug")).annotate(count=Count("pk"))
        return list(rows.order_by("-year", "subjects__position", *alphabetical("name")))

    def savings(self) -> Savings:
        """Count a copy, which no mail carried, to each agent notified of an entry with a file; one statement."""
        told = self.filter(document__isnull=False, deliveries__told_at__isnull=False).order_by()
        found = told.aggregate(copies=Count("deliveries"), size=Sum("document__size"))
        return Savings(found["copies"], found["size"] or 0)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self, *, before: datetime) -> DeliveryQuerySet:
        """Announced before this moment to those who are told each week."""
        return self.filter(told_at=None, created_at__lt=before)


class LinkReportQuerySet(models.QuerySet["LinkReport"]):
    def open(self) -> LinkReportQuerySet:
        return self.filter(closed_at=None)
