"""The town's business software, its outages, its manuals, and who keeps which manual at hand."""

from __future__ import annotations

import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField, create_sanitizer

from core.documents.models import Document
from core.history.tracking import track
from core.people.models import Agent, Direction
from core.people.ordering import PlainText
from core.ui import prose
from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel
from core.ui.visible import are_visible
from manuals import versions
from manuals.querysets import ManualQuerySet, NeedQuerySet, OutageQuerySet, SoftwareQuerySet

NAME_LENGTH = 120
TITLE_LENGTH = 160
VERSION_LENGTH = 40
START_LENGTH = 3000
BODY_LENGTH = 100_000

clean_body = create_sanitizer(prose.PAGE)
is_web_address = URLValidator(
    schemes=["http", "https"],
    message="Cette adresse n’est pas celle d’une page\u00a0: elle commence par https:// ou http://.",
)


@track()
class Need(models.Model):
    """What agents come to do: « payer », « recruter », « état civil »."""

    name = models.CharField("nom", max_length=60)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = "besoin"
        constraints = [
            models.UniqueConstraint(
                PlainText("name"), name="need_name_once", violation_error_message="Ce besoin existe déjà."
            ),
            models.CheckConstraint(condition=are_visible("name"), name="need_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


@track()
class Software(models.Model):
    """A business application: what it is for, who looks after it, where it stands."""

    class State(models.TextChoices):
        PROJECT = "project", "En projet"
        IN_USE = "in_use", "En service"
        BEING_REPLACED = "being_replaced", "En cours de remplacement"
        RETIRED = "retired", "Retiré"

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
    name = models.CharField("nom", max_length=NAME_LENGTH)
    purpose = models.CharField(
        "à quoi il sert", max_length=300, help_text="En une phrase, avec les mots des agents."
    )
    how_to_start = models.TextField(
        "comment je commence",
        max_length=START_LENGTH,
        blank=True,
        help_text="Où l’ouvrir, avec quel compte, à qui demander un accès.",
    )
    owner = models.ForeignKey(
        Direction, models.PROTECT, verbose_name="direction responsable", related_name="software"
    )
    functional_referent = models.ForeignKey(
        Agent,
        models.PROTECT,
        verbose_name="référent fonctionnel",
        null=True,
        blank=True,
        related_name="software_as_functional_referent",
    )
    it_referent = models.ForeignKey(
        Agent,
        models.PROTECT,
        verbose_name="référent informatique",
        null=True,
        blank=True,
        related_name="software_as_it_referent",
    )
    vendor = models.CharField("éditeur", max_length=120, blank=True)
    # Not a URLField, whose own validator lets ftp:// through and would say each fault twice.
    link = models.CharField(
        "adresse pour l’ouvrir",
        max_length=300,
        blank=True,
        validators=[is_web_address],
        help_text="Commence par https:// ou http://.",
    )
    version_in_use = models.CharField(
        "version en service",
        max_length=VERSION_LENGTH,
        blank=True,
        help_text="Telle que le progiciel l’affiche, par exemple «\u00a012.3 SR2\u00a0».",
    )
    state = models.CharField("état", max_length=14, choices=State, default=State.IN_USE)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name="remplacé par", null=True, blank=True, related_name="succeeds"
    )
    needs = models.ManyToManyField(Need, verbose_name="besoins", blank=True, related_name="software")
    created_at = models.DateTimeField("inscrit le", default=timezone.now, editable=False)

    objects = SoftwareQuerySet.as_manager()

    class Meta:
        verbose_name = "progiciel"
        constraints = [
            models.UniqueConstraint(
                PlainText("name"),
                name="software_name_once",
                violation_error_message="Un progiciel porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=are_visible("name", "purpose"),
                name="software_says_what_it_is_for",
                violation_error_message="Le nom et ce à quoi il sert ne peuvent pas rester vides.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("project", "in_use", "being_replaced", "retired")),
                name="software_known_state",
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__iregex="^https?://"),
                name="software_link_is_a_web_address",
                violation_error_message="L’adresse commence par https:// ou http://.",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None)
                | (Q(state__in=("being_replaced", "retired")) & ~Q(replaced_by=F("id"))),
                name="software_replaced_when_it_leaves",
                violation_error_message=(
                    "Seul un progiciel en cours de remplacement ou retiré a un remplaçant, qui est un autre."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("manuals:software_detail", args=[self.reference])

    @property
    def state_tone(self) -> str:
        """The class of its badge in the style sheet."""
        return {"in_use": "done", "retired": "off"}.get(self.state, "")

    @property
    def is_retired(self) -> bool:
        return self.state == self.State.RETIRED

    @property
    def referents(self) -> list[Agent]:
        """Who keeps it, the functional referent first, each once, open accounts only."""
        named = [self.functional_referent, self.it_referent]
        return list({agent.pk: agent for agent in named if agent and agent.is_active}.values())


@track()
class Outage(models.Model):
    """The software does not work: said by who looks after it, until the same says that it works again."""

    software = models.ForeignKey(Software, models.CASCADE, verbose_name="progiciel", related_name="outages")
    message = models.CharField("ce qui se passe", max_length=500)
    said_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="dite par", related_name="+")
    started_at = models.DateTimeField("depuis", default=timezone.now)
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)
    ended_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="terminée par", null=True, blank=True, related_name="+"
    )

    objects = OutageQuerySet.as_manager()

    class Meta:
        verbose_name = "panne"
        constraints = [
            models.UniqueConstraint(
                fields=["software"],
                condition=Q(ended_at=None),
                name="outage_one_at_a_time",
                violation_error_message="Une panne est déjà signalée pour ce progiciel.",
            ),
            models.CheckConstraint(condition=are_visible("message"), name="outage_says_something"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, ended_at__gte=F("started_at")),
                name="outage_ended_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"panne de {self.software}"


@track()
class Manual(SubmissionKeyModel):
    """How to use a software: a file, or a page written here; replaced by a later one, never overwritten."""

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
    software = models.ForeignKey(Software, models.PROTECT, verbose_name="progiciel", related_name="manuals")
    title = models.CharField("titre", max_length=TITLE_LENGTH)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name="fichier", null=True, blank=True, related_name="manuals"
    )
    body = ProseEditorField("texte", blank=True, config={"extensions": prose.PAGE}, sanitize=clean_body)
    software_version = models.CharField(
        "version du progiciel",
        max_length=VERSION_LENGTH,
        blank=True,
        help_text="Celle que le manuel décrit, telle que le progiciel l’affiche.",
    )
    dated_on = models.DateField("daté du")
    audience = models.CharField(
        "pour qui", max_length=200, blank=True, help_text="Par exemple «\u00a0les agents d’accueil\u00a0»."
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
                violation_error_message="Un manuel est un fichier, ou bien une page écrite ici\u00a0: l’un ou l’autre.",
            ),
            models.CheckConstraint(condition=are_visible("title"), name="manual_has_a_title"),
            # What is replaced came before: no circle can form, whatever races.
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(replaces__lt=F("id")), name="manual_replaces_an_earlier_one"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="replaces_same_software",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF EXISTS (SELECT 1 FROM manuals_manual other
                               WHERE (other.id = NEW.replaces_id OR other.replaces_id = NEW.id)
                               AND other.software_id <> NEW.software_id)
                    THEN
                        RAISE EXCEPTION 'manual: what is replaced belongs to the same software'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'manual_replaces_same_software';
                    END IF;
                    RETURN NEW;
                """,
            )
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
        """What replaces it, or None; a statement unless `for_page` loaded it."""
        return getattr(self, "replaced_by", None)

    @property
    def is_outdated(self) -> bool:
        """Written for a version older than the one in use."""
        return versions.is_older(self.software_version, self.software.version_in_use)

    @property
    def version_note(self) -> str:
        """What a reader should know of its version; empty when it is the one in use."""
        if not self.software_version.strip():
            # Without a version in use either, there is nothing to compare and nothing to say.
            return "Version non précisée" if self.software.version_in_use else ""
        against = versions.compare(self.software_version, self.software.version_in_use)
        if against == -1:
            return (
                f"Écrit pour la version {self.software_version}\u00a0: "
                f"la version en service est {self.software.version_in_use}"
            )
        if against == 1:
            return f"Écrit pour la version {self.software_version}, pas encore en service"
        return ""

    @property
    def note(self) -> str:
        """What a reader should know before reading it; empty when there is nothing to say."""
        if self.successor:
            return f"Remplacé par «\u00a0{self.successor.title}\u00a0»"
        return "Retiré" if self.withdrawn_at else self.version_note


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
    """The referents were told, once, that a manual is older than a version in use."""

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
