"""Entries of the watch, their subjects; who follows what, was told what, has read what; links reported as dead."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Document
from core.history.tracking import track, was_tracked
from core.people.models import Agent, Direction
from core.people.models.agents import refuse_elected
from core.ui.french import long_date, spaced
from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel
from core.ui.visible import HIDDEN, are_visible
from legalwatch.querysets import DeliveryQuerySet, EntryQuerySet, LinkReportQuerySet, SubjectQuerySet

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


# When readers were told is bookkeeping, and no action of anybody's.
@track(exclude=("reference", "submission_key", "announced_at"))
class Entry(SubmissionKeyModel):
    """A text that changes something, what it changes, and where to read it: a link, a file, or both.

    Without `publish_at` it is a draft; ahead of it, only the watchers see it.
    """

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
    title = models.CharField("titre", max_length=TITLE_LENGTH)
    summary = models.TextField("ce qui change", max_length=SUMMARY_LENGTH)
    subjects = models.ManyToManyField(Subject, verbose_name="sujets", related_name="entries")
    # None: for all of them, of whom those are told who follow a subject.
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


# What one follows, was told and has read is one's own: without a history, and shown to nobody else.


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
    """An agent who is told of the watch on Mondays, and not each day."""

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
