"""The town's internal review: its monthly issues, the group's articles, and pictures fit to be printed."""

from __future__ import annotations

import json

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField

from core.documents.models import Document
from core.french import month_name, of_month, spaced
from core.history.tracking import frozen_with, stays_once, track, was_tracked
from core.people.models import Agent
from core.web import rich_text
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import all_or_none, are_visible
from core.web.public_ids import ReferencedModel
from core.web.stale_forms import stamp_of
from dematerialisation.querysets import (
    ArticleQuerySet,
    MissingTipQuerySet,
    ReviewIssueQuerySet,
    ReviewPictureQuerySet,
)
from tips.models import Tip

ALTERNATIVE_LENGTH = 200
FROZEN = ("kind", "figures", "taken_on", "drafted_by_id", "published_at", "published_by_id")
# Its words change with the day of their correction only.
IS_REWRITTEN = """
    OLD.published_at IS NOT NULL AND (({}) IS DISTINCT FROM ({})
    OR (OLD.title, OLD.body) IS DISTINCT FROM (NEW.title, NEW.body)
    AND OLD.corrected_at IS NOT DISTINCT FROM NEW.corrected_at)
""".format(*(", ".join(f"{row}.{column}" for column in FROZEN) for row in ("OLD", "NEW")))


@track()
class ReviewIssue(ReferencedModel):
    """One month's review; its tip is the month's, its articles say which issue they go in."""

    month = models.DateField(
        "mois",
        unique=True,
        help_text=spaced("N’importe quel jour du mois convient ; il y a un seul numéro par mois."),
        error_messages={"unique": spaced("Ce mois a déjà son numéro : choisissez un autre mois.")},
    )
    closing_on = models.DateField(
        "bouclage le", help_text="Le jour où tout doit être prêt, avant le début du mois."
    )

    objects = ReviewIssueQuerySet.as_manager()

    class Meta:
        verbose_name = "numéro de la revue"
        verbose_name_plural = "numéros de la revue"
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="review_issue_month_is_its_first_day",
                violation_error_message="Le mois s’écrit par son premier jour.",
            ),
            models.CheckConstraint(
                condition=Q(closing_on__lt=F("month")),
                name="review_issue_closes_before_its_month",
                violation_error_message="Le bouclage précède le premier jour du mois du numéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"La revue {of_month(self.month)}"

    def get_absolute_url(self) -> str:
        return reverse("review_issue", args=[self.reference])

    @property
    def month_label(self) -> str:
        return month_name(self.month)


@track()
class Article(ReferencedModel):
    """Drafted from the data, finished by hand; once it is published its figures stay, its text is corrected.

    The history keeps the former texts. Withdrawn, it is the group's, and its page says so to the others.

    `figures` is what `review.drafts.Figures` writes, all taken on the day `taken_on`.
    """

    class Kind(models.TextChoices):
        SOFTWARE_PROBLEMS = (
            "software_problems",
            "Les progiciels métiers sous l’angle de leurs problématiques communes",
        )
        COLLABORATION_TOOLS = (
            "collaboration_tools",
            "Les outils dématérialisés de collaboration transversale",
        )
        FREE = "free", "Un sujet de votre choix"

    kind = models.CharField("sujet", max_length=20, choices=Kind, editable=False)
    issue = models.ForeignKey(
        ReviewIssue,
        models.PROTECT,
        verbose_name="dans le numéro",
        null=True,
        blank=True,
        related_name="articles",
    )
    title = models.CharField("titre", max_length=120)
    body = ProseEditorField(
        "texte", extensions=rich_text.PAGE, sanitize=rich_text.sanitizer(rich_text.PAGE), blank=True
    )
    figures = models.JSONField("chiffres", editable=False, encoder=DjangoJSONEncoder)
    taken_on = models.DateField("chiffres relevés le", default=timezone.localdate, editable=False)
    drafted_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="écrit par", related_name="+", editable=False
    )
    drafted_at = models.DateTimeField("commencé le", default=timezone.now, editable=False)
    published_at = models.DateTimeField("publié le", null=True, editable=False)
    published_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="publié par", related_name="+", null=True, editable=False
    )

    corrected_at = models.DateTimeField("corrigé le", null=True, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "article de la revue"
        verbose_name_plural = "articles de la revue"
        ordering = ["-drafted_at", "-pk"]
        triggers = [
            pgtrigger.Trigger(
                name="published_is_frozen",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition(IS_REWRITTEN),
                func="RAISE EXCEPTION 'A published article does not change';",
            ),
            stays_once("published_at", name="published_stays"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=are_visible("title") & (Q(published_at=None) | ~Q(body="")),
                name="article_says_something",
                violation_error_message="Un article a un titre, et un texte avant d’être publié.",
            ),
            models.CheckConstraint(
                condition=all_or_none("published_at", "published_by"),
                name="article_published_by_someone",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(published_at=None), name="article_one_draft_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article_detail", args=[self.reference])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def stamp(self) -> str:
        """Stamp what its publication freezes, so that only what was read is published."""
        pictures = [(picture.reference, picture.alternative) for picture in self.pictures.all()]
        figures = json.dumps(self.figures, sort_keys=True)
        return stamp_of({"title": self.title, "body": self.body, "figures": figures, "pictures": pictures})


@was_tracked()
class ReviewPicture(ReferencedModel, SubmissionKeyModel):
    """A picture printed with a tip or an article, and what it shows for readers who do not see it."""

    # Removed first, with its file: deleting what it goes with would leave the file behind.
    tip = models.ForeignKey(Tip, models.PROTECT, null=True, related_name="review_pictures")
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="pictures")
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="image", related_name="+")
    alternative = models.CharField("ce qu’elle montre", max_length=ALTERNATIVE_LENGTH)
    width = models.PositiveIntegerField("largeur en pixels")
    height = models.PositiveIntegerField("hauteur en pixels")

    objects = ReviewPictureQuerySet.as_manager()

    class Meta:
        verbose_name = "image de la revue"
        ordering = ["pk"]
        triggers = [frozen_with("article", "dematerialisation_article", "pictures")]
        constraints = [
            models.CheckConstraint(
                condition=Q(tip=None, article__isnull=False) | Q(tip__isnull=False, article=None),
                name="review_picture_of_one_piece",
            ),
        ]

    def __str__(self) -> str:
        return self.alternative

    def get_absolute_url(self) -> str:
        return reverse("review_picture", args=[self.reference])


class MissingTip(models.Model):
    """A month that had no tip when the group was last notified; `told_for` is the date of that reminder."""

    month = models.DateField("mois", unique=True)
    told_for = models.DateField("rappel du")

    objects = MissingTipQuerySet.as_manager()

    class Meta:
        verbose_name = "mois sans conseil"
        verbose_name_plural = "mois sans conseil"

    def __str__(self) -> str:
        return month_name(self.month)
