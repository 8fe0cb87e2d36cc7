"""The common section's pages, and the project group."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_prose_editor.fields import ProseEditorField

from core.french import spaced
from core.history.tracking import track, was_tracked
from core.people.models import Agent, Direction
from core.web import rich_text
from core.web.non_blank import are_visible
from dematerialisation.querysets import GroupMemberQuerySet


@track()
class Page(models.Model):
    """A page written by the group: what dematerialisation means here, its values, its pitfalls."""

    slug = models.SlugField(
        "adresse",
        max_length=80,
        unique=True,
        help_text="La fin de l’adresse de la page : lettres sans accent, chiffres et tirets.",
        error_messages={"unique": "Une page a déjà cette adresse."},
    )
    title = models.CharField("titre", max_length=120)
    summary = models.CharField("résumé", max_length=300, blank=True)
    body = ProseEditorField("texte", extensions=rich_text.PAGE, sanitize=rich_text.sanitizer(rich_text.PAGE))
    position = models.PositiveSmallIntegerField("rang", default=0, help_text="Les plus petits d’abord.")
    is_to_review = models.BooleanField(
        "à relire",
        default=False,
        help_text=spaced("Un texte de départ : décochez la case quand il dit ce que fait votre ville."),
    )

    class Meta:
        verbose_name = "page de la démarche"
        verbose_name_plural = "pages de la démarche"
        ordering = ["position", "title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page_detail", args=[self.slug])


# A name typed here is a person's: the history keeps what was done, not who they were.
@was_tracked(exclude=("name",))
class GroupMember(models.Model):
    """A member of the steering group: an agent of the town, or someone from outside, named."""

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
                | (Q(agent=None) & are_visible("name", "organisation")),
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
        ]

    def __str__(self) -> str:
        return str(self.agent) if self.agent else self.name

    @property
    def role_shown(self) -> str:
        """Return their function: as typed here, or as the directory says."""
        return self.function or (self.agent.function if self.agent else "")
