"""The town's business software and their outages."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.french import of, spaced
from core.history.tracking import track, was_tracked
from core.imports.models import KeptFileImport
from core.people.models import Agent, Direction
from core.people.ordering import PlainText
from core.web.fields import is_web_address
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import are_visible
from core.web.public_ids import ReferencedModel
from manuals.querysets import NeedQuerySet, OutageQuerySet, SoftwareLinkQuerySet, SoftwareQuerySet


class SoftwareImport(KeptFileImport):
    class Meta(KeptFileImport.Meta):
        verbose_name = "import de progiciels"
        verbose_name_plural = "imports de progiciels"


NAME_LENGTH = 120
VERSION_LENGTH = 40
START_LENGTH = 3000


@was_tracked()
class Need(models.Model):
    """A need of agents: « payer », « recruter », « état civil »."""

    name = models.CharField("nom", max_length=60)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = "besoin"
        constraints = [
            models.UniqueConstraint(
                PlainText("name"), name="need_name_once", violation_error_message="Ce besoin existe déjà."
            ),
        ]

    def __str__(self) -> str:
        return self.name


@track()
class Software(ReferencedModel):
    """A business application: what it is for, who looks after it, where it stands."""

    class State(models.TextChoices):
        PROJECT = "project", "En projet"
        IN_USE = "in_use", "En service"
        BEING_REPLACED = "being_replaced", "En cours de remplacement"
        RETIRED = "retired", "Retiré"

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
        help_text=spaced("Telle que le progiciel l’affiche, par exemple « 12.3 SR2 »."),
    )
    state = models.CharField("état", max_length=14, choices=State, default=State.IN_USE)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name="remplacé par", null=True, blank=True, related_name="succeeds"
    )
    needs = models.ManyToManyField(Need, verbose_name="besoins", blank=True, related_name="software")
    is_collaborative = models.BooleanField("outil de travail transversal", default=False)
    shared_use = models.CharField("ce que l’on y fait ensemble", max_length=300, blank=True)
    shared_by = models.ManyToManyField(
        Direction, verbose_name="directions qui s’en servent ensemble", blank=True, related_name="+"
    )
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
            models.CheckConstraint(
                condition=Q(is_collaborative=False) | are_visible("shared_use"),
                name="software_says_what_is_shared",
                violation_error_message="Dites ce que les directions font ensemble avec cet outil.",
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
        """Return the referents, the functional one first, each once, open accounts only."""
        named = [self.functional_referent, self.it_referent]
        return list({agent.pk: agent for agent in named if agent and agent.is_active}.values())


@was_tracked(obj_field=None)
class SharedBy(Software.shared_by.through):  # type: ignore[name-defined]  # made at run time
    """A direction that works with others in a software: saying so and no longer saying so leave a trace too."""

    class Meta:
        proxy = True


@was_tracked()
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
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, ended_at__gte=F("started_at")),
                name="outage_ended_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"panne {of(self.software)}"


class SoftwareLink(ReferencedModel, SubmissionKeyModel):
    """« Parle avec »: what passes from a software to another, or both ways; how, or that the town wants it."""

    class Means(models.TextChoices):
        BY_HAND = "hand", "à la main"
        FILE = "file", "par fichier"
        AUTOMATIC = "auto", "tout seul"
        WANTED = "wanted", "souhaité"

    source = models.ForeignKey(Software, models.CASCADE, verbose_name="de", related_name="links_out")
    target = models.ForeignKey(Software, models.CASCADE, verbose_name="vers", related_name="links_in")
    is_two_way = models.BooleanField("dans les deux sens", default=False)
    content = models.CharField("ce qui passe", max_length=120)
    means = models.CharField("comment", max_length=6, choices=Means)
    added_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="écrit par", related_name="+")
    added_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)

    objects = SoftwareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien entre progiciels"
        verbose_name_plural = "liens entre progiciels"
        constraints = [
            # Both ways, the older software stands first: said from the other side, it is the same link.
            models.CheckConstraint(
                condition=Q(source__lt=F("target")) | (Q(is_two_way=False) & ~Q(source=F("target"))),
                name="software_link_between_two",
                violation_error_message="Un progiciel ne parle pas avec lui-même.",
            ),
            models.UniqueConstraint(
                "source",
                "target",
                "is_two_way",
                PlainText("content"),
                name="software_link_once",
                violation_error_message="Ce lien est déjà écrit.",
            ),
        ]

    def __str__(self) -> str:
        ends = f"{self.source} {'↔' if self.is_two_way else '→'} {self.target}"
        return spaced(f"{ends} : {self.content}, {self.get_means_display()}")
