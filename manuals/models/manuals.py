"""The manuals of the software, and who keeps which at hand."""

from __future__ import annotations

import re
from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField

from core.documents.models import Document
from core.french import spaced
from core.history.tracking import track
from core.people.models import Agent
from core.web import rich_text
from core.web.idempotency import SubmissionKeyModel
from core.web.public_ids import ReferencedModel
from manuals.models.software import VERSION_LENGTH, Software
from manuals.querysets import ManualQuerySet

NUMBERS = re.compile(r"[0-9]+")


def pieces(version: str) -> tuple[int, ...]:
    """Its numbers in order: « 12.3 SR2 » is (12, 3, 2); nothing when it holds none."""
    return tuple(int(piece) for piece in NUMBERS.findall(version))


def compare(one: str, other: str) -> int | None:
    """-1 when `one` is older than `other`, 0 when they are the same, 1 when newer; None when they cannot be compared.

    A missing number counts as zero: « 12 » is « 12.0 », and older than « 12.3 ».
    """
    if not one.strip() or not other.strip():
        return None
    mine, theirs = pieces(one), pieces(other)
    if not mine or not theirs:
        return 0 if one.strip().casefold() == other.strip().casefold() else None
    for left, right in zip_longest(mine, theirs, fillvalue=0):
        if left != right:
            return -1 if left < right else 1
    return 0


def is_older(one: str, other: str) -> bool:
    return compare(one, other) == -1


TITLE_LENGTH = 160
ALTERNATIVE_LENGTH = 200
BODY_LENGTH = 100_000

clean_body = rich_text.sanitizer(rich_text.PAGE)


@track()
class Manual(ReferencedModel, SubmissionKeyModel):
    """How to use a software: a file, or a page written here; replaced by a later one, never overwritten."""

    software = models.ForeignKey(Software, models.PROTECT, verbose_name="progiciel", related_name="manuals")
    title = models.CharField("titre", max_length=TITLE_LENGTH)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name="fichier", null=True, blank=True, related_name="manuals"
    )
    body = ProseEditorField("texte", blank=True, config={"extensions": rich_text.PAGE}, sanitize=clean_body)
    software_version = models.CharField(
        "version du progiciel",
        max_length=VERSION_LENGTH,
        blank=True,
        help_text="Celle que le manuel décrit, telle que le progiciel l’affiche.",
    )
    dated_on = models.DateField("daté du")
    audience = models.CharField(
        "pour qui", max_length=200, blank=True, help_text=spaced("Par exemple « les agents d’accueil ».")
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, verbose_name="remplace", null=True, blank=True, related_name="replaced_by"
    )
    added_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="ajouté par", related_name="manuals_added"
    )
    added_at = models.DateTimeField("ajouté le", default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)

    objects = ManualQuerySet.as_manager()

    class Meta:
        verbose_name = "manuel"
        indexes = [models.Index(fields=["software", "-dated_on", "-id"], name="manual_newest_of_software")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(document__isnull=False) & Q(body="")) | (Q(document=None) & ~Q(body="")),
                name="manual_file_or_page",
                violation_error_message=spaced(
                    "Un manuel est un fichier, ou bien une page écrite ici : l’un ou l’autre."
                ),
            ),
            # What is replaced came before: no circle can form, whatever races.
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(replaces__lt=F("id")), name="manual_replaces_an_earlier_one"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("manuals:manual_detail", args=[self.reference])

    def clean(self) -> None:
        super().clean()
        if self.replaces and self.replaces.software_id != self.software_id:
            raise ValidationError({"replaces": "Un manuel remplace un manuel du même progiciel."})

    @property
    def is_current(self) -> bool:
        return self.withdrawn_at is None and self.successor is None

    @property
    def successor(self) -> Manual | None:
        """Return the manual that replaces it, or None; a statement unless `for_page` loaded it."""
        return getattr(self, "replaced_by", None)

    @property
    def is_outdated(self) -> bool:
        """Written for a version older than the one in use."""
        return is_older(self.software_version, self.software.version_in_use)

    @property
    def version_note(self) -> str:
        """Warn about its version; return an empty text when it is the one in use."""
        if not self.software_version.strip():
            # Without a version in use either, there is nothing to compare and nothing to say.
            return "Version non précisée" if self.software.version_in_use else ""
        against = compare(self.software_version, self.software.version_in_use)
        if against == -1:
            return spaced(
                f"Écrit pour la version {self.software_version} : "
                f"la version en service est {self.software.version_in_use}"
            )
        if against == 1:
            return f"Écrit pour la version {self.software_version}, pas encore en service"
        return ""

    @property
    def note(self) -> str:
        """Return what a reader should know before reading it; an empty text when there is nothing to say."""
        if self.successor:
            return spaced(f"Remplacé par « {self.successor.title} »")
        return "Retiré" if self.withdrawn_at else self.version_note


class ManualPicture(ReferencedModel, SubmissionKeyModel):
    """A screenshot of a manual that is written here, and what it shows for readers who do not see it."""

    # Removed first, with its file: deleting the manual would leave the file behind.
    manual = models.ForeignKey(Manual, models.PROTECT, verbose_name="manuel", related_name="pictures")
    number = models.PositiveSmallIntegerField("numéro")
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="image", related_name="+")
    alternative = models.CharField("ce qu’elle montre", max_length=ALTERNATIVE_LENGTH)
    width = models.PositiveIntegerField("largeur en pixels")
    height = models.PositiveIntegerField("hauteur en pixels")

    class Meta:
        verbose_name = "image d’un manuel"
        verbose_name_plural = "images des manuels"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["manual", "number"], name="manual_picture_number_once")
        ]

    def __str__(self) -> str:
        return self.alternative

    def get_absolute_url(self) -> str:
        return reverse("manuals:manual_picture", args=[self.reference])

    @property
    def mark(self) -> str:
        """Return the word that places it in the text."""
        return f"[image\u00a0{self.number}]"


class Pin(models.Model):
    """A manual that an agent keeps at hand; between them and the intranet, so without a history."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="pins")
    manual = models.ForeignKey(Manual, models.CASCADE, related_name="pins")
    pinned_at = models.DateTimeField("épinglé le", default=timezone.now)

    class Meta:
        verbose_name = "manuel épinglé"
        verbose_name_plural = "manuels épinglés"
        constraints = [models.UniqueConstraint(fields=["agent", "manual"], name="pin_once")]

    def __str__(self) -> str:
        return f"épingle {self.pk}"


class OutdatedNotice(models.Model):
    """The referents were notified, once, that a manual is older than a version in use."""

    manual = models.ForeignKey(Manual, models.CASCADE, related_name="outdated_notices")
    version = models.CharField("version en service", max_length=VERSION_LENGTH)
    told_at = models.DateTimeField("dit le", default=timezone.now)

    class Meta:
        verbose_name = "manuel ancien signalé"
        verbose_name_plural = "manuels anciens signalés"
        constraints = [
            models.UniqueConstraint(fields=["manual", "version"], name="outdated_notice_once"),
        ]

    def __str__(self) -> str:
        return f"signalé pour la version {self.version}"
