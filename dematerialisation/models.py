"""The common section: its pages, the project group, and what it has done."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django_prose_editor.fields import ProseEditorField

from core.history.tracking import track
from core.people.models import Agent, Direction
from core.ui import prose
from core.ui.keys import random_key
from dematerialisation.querysets import ActionQuerySet, GroupMemberQuerySet, TownGrowthQuerySet
from suggestions.models import Idea


@track()
class Page(models.Model):
    """What dematerialisation means here, its values, its pitfalls: a page written by the group."""

    slug = models.SlugField(
        "adresse",
        max_length=80,
        unique=True,
        help_text="La fin de l’adresse de la page : lettres sans accent, chiffres et tirets.",
        error_messages={"unique": "Une page a déjà cette adresse."},
    )
    title = models.CharField("titre", max_length=120)
    summary = models.CharField("résumé", max_length=300, blank=True)
    body = ProseEditorField("texte", extensions=prose.PAGE, sanitize=True)
    position = models.PositiveSmallIntegerField("rang", default=0, help_text="Les plus petits d’abord.")

    class Meta:
        verbose_name = "page de la démarche"
        verbose_name_plural = "pages de la démarche"
        ordering = ["position", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(body="") & ~Q(slug=""),
                name="page_says_something",
                violation_error_message="Le titre et le texte ne peuvent pas rester vides.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page_detail", args=[self.slug])


# A name typed here is a person's: the history keeps what was done, not who they were.
@track(exclude=("name",))
class GroupMember(models.Model):
    """Who steers dematerialisation: an agent of the town, or someone from outside, named."""

    agent = models.OneToOneField(
        Agent,
        models.PROTECT,
        verbose_name="agent",
        null=True,
        blank=True,
        related_name="group_membership",
        help_text="Seuls les agents qui ont un rôle dans le groupe sont proposés.",
    )
    name = models.CharField(
        "prénom et nom", max_length=160, blank=True, help_text="Pour qui n’est pas agent de la ville."
    )
    organisation = models.CharField("organisme", max_length=120, blank=True)
    function = models.CharField("fonction", max_length=120, blank=True)
    dga = models.ForeignKey(
        Direction,
        models.PROTECT,
        verbose_name="direction générale adjointe",
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind__in": ("general", "dga")},
    )
    category = models.CharField("catégorie", max_length=1, choices=Agent.Category, blank=True)
    presentation = models.CharField("présentation", max_length=300, blank=True)
    is_head = models.BooleanField("responsable du groupe", default=False)
    position = models.PositiveSmallIntegerField("rang", default=0, help_text="Les plus petits d’abord.")

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "membre du groupe"
        verbose_name_plural = "membres du groupe"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agent__isnull=False, name="", organisation="")
                | (Q(agent=None) & ~Q(name="") & ~Q(organisation="")),
                name="group_member_agent_or_named",
                violation_error_message=(
                    "Choisissez un agent de la ville, ou bien écrivez un nom et son organisme : l’un ou l’autre."
                ),
            ),
            models.UniqueConstraint(
                fields=["is_head"],
                condition=Q(is_head=True),
                name="group_has_one_head",
                violation_error_message="Le groupe a déjà sa ou son responsable.",
            ),
            models.CheckConstraint(
                condition=Q(category__in=("", "A", "B", "C")), name="group_member_known_category"
            ),
        ]

    def __str__(self) -> str:
        return str(self.agent) if self.agent else self.name

    @property
    def role_shown(self) -> str:
        """What they do: as typed here, or as the directory says."""
        return self.function or (self.agent.function if self.agent else "")


@track()
class Action(models.Model):
    """Something done, its date, what it changed and the ideas it answers."""

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
    title = models.CharField("titre", max_length=160)
    done_on = models.DateField("fait le")
    what_it_changed = ProseEditorField("ce que cela a changé", extensions=prose.PAGE, sanitize=True)
    ideas = models.ManyToManyField(
        Idea, verbose_name="idées auxquelles cela répond", blank=True, related_name="actions"
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action du groupe"
        verbose_name_plural = "actions du groupe"
        ordering = ["-done_on", "-pk"]
        indexes = [models.Index(fields=["-done_on", "-id"], name="action_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(what_it_changed=""),
                name="action_says_something",
                violation_error_message="Le titre et ce que cela a changé ne peuvent pas rester vides.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("action_detail", args=[self.reference])


@track(obj_field=None)
class IdeaAnswered(Action.ideas.through):  # type: ignore[name-defined]
    """An idea tied to an action: tying and untying leave a trace too."""

    class Meta:
        proxy = True


class TownGrowth(models.Model):
    """How far a stage of the demonstration town has come: the next piece, and what the home page says of it."""

    class Stage(models.TextChoices):
        AGENTS = "agents", "agents"
        MANUALS = "manuals", "manuels"
        DELIBERATIONS = "deliberations", "délibérations"

    stage = models.CharField("étape", max_length=14, choices=Stage, unique=True)
    started_on = models.DateField("commencée le")
    position = models.PositiveIntegerField("pièce suivante", default=0)
    pieces = models.PositiveIntegerField("pièces")
    shown = models.PositiveIntegerField("combien il y en a")
    total = models.PositiveIntegerField("combien il y en aura")

    objects = TownGrowthQuerySet.as_manager()

    class Meta:
        verbose_name = "croissance de la ville de démonstration"
        constraints = [
            models.CheckConstraint(
                condition=Q(position__lte=F("pieces"), shown__lte=F("total")),
                name="town_growth_within_its_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.shown} {self.get_stage_display()} sur {self.total}"
