"""The council's sessions, and the series that their numbers come from."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone

from core.french import long_date, spaced
from core.history.tracking import stays_once, track, was_tracked
from core.people.models import Agent
from core.web.public_ids import ReferencedModel, random_key
from deliberations.querysets import SessionQuerySet

PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
LONGEST = 100


def slug_of(number: str) -> str:
    """« 2026_06_001 » stays; any other character is « ~ » and the two hexadecimal digits of each of its bytes.

    Injective (« 7.1 », « 7-1 » and « 7 1 » differ) but for numbers whose address would pass `LONGEST` characters,
    which end with 24 hexadecimal digits of their SHA-256 instead.
    """
    slug = "".join(
        letter if letter in PLAIN else "".join(f"~{byte:02x}" for byte in letter.encode())
        for letter in number
    )
    if not slug.strip("."):
        # Browsers resolve « . » and « .. » before they ask.
        slug = slug.replace(".", "~2e")
    if len(slug) <= LONGEST:
        return slug
    digest = hashlib.sha256(number.encode()).hexdigest()[:24]
    return f"{slug[: LONGEST - 26]}~~{digest}"


def unnumbered_slug() -> str:
    """For a deliberation that has no number yet; `slug_of` never begins with « ~~ »."""
    return f"~~{random_key()}"


# Since there are town councils; the second is beyond any.
FIRST_YEAR, LAST_YEAR = 1790, 2200


class SessionKind(models.TextChoices):
    ORDINARY = "ordinary", "ordinaire"
    EXTRAORDINARY = "extraordinary", "extraordinaire"
    INSTALLATION = "installation", "d’installation"


class Numbering(models.TextChoices):
    """Periods after which a series of numbers begins again."""

    YEAR = "year", "chaque année"
    SESSION = "session", "à chaque séance"


@was_tracked()
class NumberingChoice(models.Model):
    """How the town numbers the deliberations of a kind of session; changed, it holds for all its sessions.

    By the year where a kind has no row.
    """

    kind = models.CharField("type de séance", max_length=14, choices=SessionKind, unique=True)
    numbering = models.CharField(
        "les numéros recommencent", max_length=7, choices=Numbering, default=Numbering.YEAR
    )

    class Meta:
        verbose_name = "numérotation"
        verbose_name_plural = "numérotation des délibérations"
        ordering = ["kind"]
        triggers = [
            # The deliberations follow their session, or refuse it: numbers that repeat in a year stay by session.
            pgtrigger.Trigger(
                name="sessions_follow",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("numbering"),
                func="""
                    UPDATE deliberations_councilsession SET numbering = NEW.numbering
                    WHERE kind = NEW.kind AND numbering <> NEW.numbering;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return spaced(f"séance {self.get_kind_display()} : {self.get_numbering_display()}")

    @staticmethod
    def of(kind: str) -> str:
        row = NumberingChoice.objects.filter(kind=kind).first()
        return row.numbering if row else Numbering.YEAR


# The count and the numbering are written by triggers, not by a person.
@track(exclude=("year", "numbering", "last_number", "deliberation_count", "submission_key"))
class CouncilSession(ReferencedModel):
    """A meeting of the council; a draft until the secretary publishes it.

    `slug` names it in addresses: its date, followed by a rank when the council met twice that day.
    """

    Kind = SessionKind

    class State(models.TextChoices):
        DRAFT = "draft", "en préparation"
        PUBLISHED = "published", "publiée"

    submission_key = models.UUIDField("clé d’envoi", unique=True, null=True, editable=False)
    held_on = models.DateField("date de la séance")
    kind = models.CharField(
        "type de séance", max_length=14, choices=SessionKind, default=SessionKind.ORDINARY
    )
    place = models.CharField("lieu", max_length=200, blank=True)
    slug = models.CharField("nom dans les adresses", max_length=14, unique=True, editable=False)
    year = models.PositiveSmallIntegerField("année", editable=False)
    numbering = models.CharField(
        "les numéros recommencent",
        max_length=7,
        choices=Numbering,
        default=Numbering.YEAR,
        db_default=Numbering.YEAR,
        editable=False,
    )
    last_number = models.PositiveIntegerField(
        "dernier numéro donné dans la séance", default=0, db_default=0, editable=False
    )
    state = models.CharField("état", max_length=10, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField("publiée le", null=True, editable=False)
    first_published_at = models.DateTimeField("publiée d’abord le", null=True, editable=False)
    unpublish_reason = models.CharField("motif du retrait", max_length=300, blank=True, editable=False)
    deliberation_count = models.PositiveIntegerField("délibérations", default=0, editable=False)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="créée par", null=True, editable=False, related_name="+"
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "séance du conseil"
        verbose_name_plural = "séances du conseil"
        ordering = ["-held_on", "-slug"]
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="session_newest"),
            models.Index(fields=["year", "state"], name="session_of_year"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[0-9]{1,3})?$"),
                name="session_slug_is_its_date",
            ),
            models.CheckConstraint(
                condition=Q(held_on__gte=date(FIRST_YEAR, 1, 1), held_on__lt=date(LAST_YEAR, 1, 1)),
                name="session_since_towns_exist",
                violation_error_message="La date de la séance n’est pas vraisemblable.",
            ),
            models.CheckConstraint(
                condition=Q(Exact(ExtractYear("held_on"), F("year"))), name="session_year_is_its_dates"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None)
                | Q(state="published", published_at__isnull=False, first_published_at__isnull=False),
                name="session_published_has_its_date",
            ),
        ]
        triggers = [
            # The row of the choice is locked, against a change of it at the same moment.
            pgtrigger.Trigger(
                name="kind_says",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("kind"),
                func="""
                    SELECT numbering INTO NEW.numbering
                    FROM deliberations_numberingchoice WHERE kind = NEW.kind FOR SHARE;
                    NEW.numbering = coalesce(NEW.numbering, 'year');
                    RETURN NEW;
                """,
            ),
            # Its numbers follow a session whose year, kind or numbering is corrected, or refuse it.
            pgtrigger.Trigger(
                name="numbers_follow",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("held_on", "kind", "numbering"),
                condition=pgtrigger.Q(old__kind__df=pgtrigger.F("new__kind"))
                | pgtrigger.Q(old__numbering__df=pgtrigger.F("new__numbering"))
                | pgtrigger.Q(old__year__df=pgtrigger.F("new__year")),
                func="""
                    UPDATE deliberations_deliberation SET session_id = session_id WHERE session_id = NEW.id;
                    RETURN NULL;
                """,
            ),
            stays_once("first_published_at", name="read_stays"),
        ]

    def __str__(self) -> str:
        return f"Séance du {long_date(self.held_on)}"

    def save(self, **kwargs: Any) -> None:
        self.year = self.held_on.year
        if (fields := kwargs.get("update_fields")) is not None and "held_on" in fields:
            kwargs["update_fields"] = {*fields, "year"}
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("deliberations:session_detail", args=[self.year, self.slug])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def was_published(self) -> bool:
        return self.first_published_at is not None

    @property
    def kind_label(self) -> str:
        """« séance ordinaire »."""
        return f"séance {self.get_kind_display()}"


class NumberSeries(models.Model):
    """The last number given in a year to a kind of session; its row is locked while numbers are given.

    A session whose numbers are its own keeps its `last_number` itself.
    """

    year = models.PositiveSmallIntegerField("année")
    kind = models.CharField("type de séance", max_length=14, choices=SessionKind)
    last = models.PositiveIntegerField("dernier numéro donné", default=0)

    class Meta:
        verbose_name = "série de numéros"
        verbose_name_plural = "séries de numéros"
        constraints = [
            models.UniqueConstraint(fields=["year", "kind"], name="number_series_once"),
        ]

    def __str__(self) -> str:
        return spaced(f"{self.year}, {self.get_kind_display()} : {self.last}")
