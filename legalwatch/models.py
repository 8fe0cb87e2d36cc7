"""Entries of the watch, their subjects; what each agent follows, received and has read; links reported as dead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Concat, ExtractYear, Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from core.documents.limits import size_label
from core.documents.models import Document
from core.french import exact_count_of, long_date, spaced
from core.history.tracking import track, was_tracked
from core.people.models import Agent, Direction
from core.people.models.agents import refuse_elected
from core.people.ordering import PlainText, alphabetical
from core.people.querysets import of_line
from core.people.roles import Role
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import HIDDEN, are_visible
from core.web.public_ids import ReferencedModel

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
        """Return the entries that `actions.readers_of` gives to this agent and that they have not read."""
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
        """Announced before this moment to those who are notified each week."""
        return self.filter(told_at=None, created_at__lt=before)


class LinkReportQuerySet(models.QuerySet["LinkReport"]):
    def open(self) -> LinkReportQuerySet:
        return self.filter(closed_at=None)


TITLE_LENGTH, SUMMARY_LENGTH, URL_LENGTH, REASON_LENGTH = 150, 600, 500, 300


@was_tracked()
class Subject(models.Model):
    """A subject to follow; the watchers manage the list."""

    name = models.CharField("nom", max_length=80, unique=True)
    slug = models.SlugField(
        "nom dans les adresses",
        max_length=80,
        unique=True,
        help_text=spaced("En minuscules, sans accent ni espace : « marches-publics »."),
    )
    position = models.PositiveSmallIntegerField("rang", default=0, help_text="Les plus petits d’abord.")

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = "sujet de la veille"
        verbose_name_plural = "sujets de la veille"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


# When readers were notified is bookkeeping, and no action of anybody's.
@track(exclude=("reference", "submission_key", "announced_at"))
class Entry(ReferencedModel, SubmissionKeyModel):
    """A text that changes something, what it changes, and where to read it: a link, a file, or both.

    Without `publish_at` it is a draft; ahead of it, only the watchers see it.
    """

    title = models.CharField("titre", max_length=TITLE_LENGTH)
    summary = models.TextField("ce qui change", max_length=SUMMARY_LENGTH)
    subjects = models.ManyToManyField(Subject, verbose_name="sujets", related_name="entries")
    # None: for all of them, of whom those who follow a subject are notified.
    directions = models.ManyToManyField(
        Direction, verbose_name="directions concernées", blank=True, related_name="watch_entries"
    )
    url = models.CharField("lien vers le texte officiel", max_length=URL_LENGTH, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name="fichier", null=True, blank=True, related_name="watch_entries"
    )
    in_force_on = models.DateField("en vigueur le", null=True, blank=True)
    author = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="écrit par", related_name="watch_entries", editable=False
    )
    created_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    publish_at = models.DateTimeField("paraît le", null=True, editable=False)
    announced_at = models.DateTimeField("annoncé le", null=True, editable=False)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name="remplacé par", null=True, blank=True, related_name="replaces"
    )
    outdated_reason = models.CharField("pourquoi il est périmé", max_length=REASON_LENGTH, blank=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, editable=False)
    withdrawn_reason = models.CharField("motif du retrait", max_length=REASON_LENGTH, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "texte de la veille"
        verbose_name_plural = "textes de la veille"
        indexes = [
            models.Index(fields=["-publish_at", "-id"], name="watch_entry_newest"),
            models.Index(fields=["publish_at"], condition=Q(announced_at=None), name="watch_entry_to_tell"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("summary"), SUMMARY_LENGTH)), name="watch_entry_is_short"
            ),
            models.CheckConstraint(
                condition=Q(url="")
                | Q(url__regex=r"^https?://[^\s/?#@]+([/?#][^\s]*)?$") & ~Q(url__regex=HIDDEN),
                name="watch_entry_link_is_of_the_web",
                violation_error_message="Le lien commence par https:// ou http://, et se lit tout entier.",
            ),
            models.CheckConstraint(
                condition=~Q(url="") | Q(document__isnull=False),
                name="watch_entry_has_a_link_or_a_file",
                violation_error_message="Donnez un lien, un fichier, ou les deux.",
            ),
            models.CheckConstraint(
                # Compared with nothing, the check passes.
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("pk")),
                name="watch_entry_replaced_by_another",
                violation_error_message="Un texte ne se remplace pas lui-même.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False) & are_visible("withdrawn_reason"),
                name="watch_entry_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(announced_at=None)
                | Q(publish_at__isnull=False, announced_at__gte=F("publish_at")),
                name="watch_entry_announced_once_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("legalwatch:entry_detail", args=[self.reference])

    @property
    def is_published(self) -> bool:
        return self.withdrawn_at is None and self.publish_at is not None and self.publish_at <= timezone.now()

    @property
    def is_scheduled(self) -> bool:
        return self.withdrawn_at is None and self.publish_at is not None and self.publish_at > timezone.now()

    @property
    def is_outdated(self) -> bool:
        return self.replaced_by_id is not None or bool(self.outdated_reason)

    @property
    def is_in_force(self) -> bool:
        return self.in_force_on is None or self.in_force_on <= timezone.localdate()

    @property
    def situation(self) -> str:
        """Return the state to show beside a title; nothing for what is published and current."""
        if self.withdrawn_at:
            return "retiré"
        if self.publish_at is None:
            return "brouillon"
        if self.is_scheduled:
            return f"paraît le {long_date(self.publish_at)}"
        return "remplacé" if self.replaced_by_id else "périmé" if self.outdated_reason else ""


# What one follows, was notified of and has read is one's own: without a history, and shown to nobody else.


class Following(models.Model):
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="watch_followings")
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="followings")

    class Meta:
        verbose_name = "sujet suivi"
        verbose_name_plural = "sujets suivis"
        constraints = [models.UniqueConstraint(fields=["subject", "agent"], name="watch_following_once")]
        triggers = [refuse_elected("agent_id")]

    def __str__(self) -> str:
        return f"sujet suivi {self.pk}"


class WeeklyReader(models.Model):
    """An agent who is notified of the watch on Mondays, and not each day."""

    agent = models.OneToOneField(Agent, models.CASCADE, related_name="watch_weekly")

    class Meta:
        verbose_name = "lecteur de la semaine"
        verbose_name_plural = "lecteurs de la semaine"

    def __str__(self) -> str:
        return f"lecteur de la semaine {self.pk}"


class Delivery(models.Model):
    """An entry announced to an agent: a copy of its file that no mail carries; `told_at` waits for a Monday."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="deliveries")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "annonce"
        indexes = [
            models.Index(fields=["created_at"], condition=Q(told_at=None), name="watch_delivery_waiting")
        ]
        constraints = [models.UniqueConstraint(fields=["entry", "agent"], name="watch_delivery_once")]

    def __str__(self) -> str:
        return f"annonce {self.pk}"


class Reading(models.Model):
    """« J’ai lu »."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="watch_readings")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="readings")

    class Meta:
        verbose_name = "texte lu"
        verbose_name_plural = "textes lus"
        constraints = [models.UniqueConstraint(fields=["agent", "entry"], name="watch_reading_once")]

    def __str__(self) -> str:
        return f"texte lu {self.pk}"


@was_tracked()
class LinkReport(models.Model):
    """A reader says that the link no longer answers; open until a watcher corrects the link, or finds it answers."""

    entry = models.ForeignKey(Entry, models.CASCADE, verbose_name="texte", related_name="link_reports")
    reported_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="signalé par", related_name="+")
    reported_at = models.DateTimeField("signalé le", default=timezone.now)
    closed_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="traité par", null=True, related_name="+"
    )
    closed_at = models.DateTimeField("traité le", null=True)

    objects = LinkReportQuerySet.as_manager()

    class Meta:
        verbose_name = "lien signalé"
        verbose_name_plural = "liens signalés"
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(closed_at=None), name="watch_report_one_open_per_entry"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False, closed_at__gte=F("reported_at")),
                name="watch_report_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"lien signalé {self.pk}"
