"""The index of what may be found, and the links that people make between things."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from core.documents.models import Document, PageText
from core.french import spaced
from core.history.tracking import was_tracked
from core.people.models import Agent, Direction
from core.people.ordering import PlainText
from core.search.readers import reader_tokens
from core.search.sql import SearchWords, TitleWords

OBJECTS = Q(page=None)


class IndexQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, agent: Agent) -> IndexQuerySet:
        """Each row says who reads its object, so that the words and the right are one condition."""
        return self.filter(readers__overlap=reader_tokens(agent))


class Entry(models.Model):
    """Search index of one object, or of one page of a file that it holds.

    A row of an object has no `page` and no `main`; a row of a page points at both, and repeats what the search
    sorts and filters by: the right stands in each row, so that one condition covers both. `vector` is written by
    SQL alone. An object that no one may find keeps an empty row: two refreshes lock it.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, db_index=False, related_name="+")
    object_id = models.BigIntegerField(null=True)
    # Deleted by this app's own statements, main rows last; Django would first load every row of a page.
    main = models.ForeignKey("self", models.DO_NOTHING, null=True, db_index=False, related_name="pages")
    page = models.ForeignKey(PageText, models.CASCADE, null=True, db_index=False, related_name="+")
    kind = models.CharField(max_length=60)
    readers = ArrayField(models.TextField(), default=list)
    on = models.DateField(null=True)
    year = models.SmallIntegerField(null=True)
    direction = models.ForeignKey(Direction, models.SET_NULL, null=True, db_index=False, related_name="+")
    changes_on = models.DateField(null=True)
    title = models.TextField(default="")
    keywords = models.TextField(default="")
    text = models.TextField(default="")
    note = models.TextField(default="")
    url = models.TextField(default="")
    vector = SearchVectorField(null=True)

    objects = IndexQuerySet.as_manager()

    class Meta:
        verbose_name = "entrée de l’index"
        verbose_name_plural = "entrées de l’index"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], condition=OBJECTS, name="entry_once_per_object"
            ),
            models.UniqueConstraint(fields=["main", "page"], condition=~OBJECTS, name="entry_once_per_page"),
            models.CheckConstraint(
                condition=Q(page=None, main=None, content_type__isnull=False, object_id__isnull=False)
                | Q(page__isnull=False, main__isnull=False, content_type=None, object_id=None),
                name="entry_is_an_object_or_its_page",
            ),
        ]
        indexes = [
            GinIndex(fields=["vector"], name="entry_words"),
            # Suggestions look at titles alone, and a title is ranked whatever its age.
            GinIndex(TitleWords(F("vector")), condition=OBJECTS, name="entry_title_words"),
            GinIndex(
                OpClass(PlainText(SearchWords(F("title"), F("keywords"))), name="gin_trgm_ops"),
                condition=OBJECTS,
                name="entry_title_letters",
            ),
            models.Index(
                F("kind"), F("on").desc(nulls_last=True), F("id").desc(), name="entry_newest_of_kind"
            ),
            models.Index(
                fields=["direction", "on"], condition=Q(direction__isnull=False), name="entry_of_direction"
            ),
            models.Index(fields=["page"], condition=~OBJECTS, name="entry_of_page"),
            models.Index(fields=["url"], condition=OBJECTS, name="entry_of_address"),
            models.Index(fields=["changes_on"], condition=Q(changes_on__isnull=False), name="entry_changing"),
        ]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """A document whose pages are found with an object; `url` shows the file and ends with « / »."""

    # As above: deleted by this app before its entry.
    entry = models.ForeignKey(Entry, models.DO_NOTHING, related_name="holdings", db_index=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    url = models.TextField()

    class Meta:
        verbose_name = "document d’une entrée"
        verbose_name_plural = "documents des entrées"
        constraints = [models.UniqueConstraint(fields=["entry", "document"], name="holding_once")]

    def __str__(self) -> str:
        return self.url


@was_tracked()
class Synonym(models.Model):
    """Words that agents type, and those of the texts; managed by the group."""

    words = models.CharField(
        "ce que l’on tape",
        # As long as what is counted without being found.
        max_length=80,
        help_text="Un mot, un sigle ou quelques mots\u00a0: « délib », « PV », « voiture de service ».",
    )
    means = models.CharField(
        "équivalents",
        max_length=200,
        help_text="Plusieurs réponses se séparent par une virgule\u00a0: « restauration scolaire, menus ».",
    )

    class Meta:
        verbose_name = "équivalent"
        verbose_name_plural = "mots et équivalents"
        constraints = [
            models.UniqueConstraint(
                PlainText(F("words")),
                name="synonym_once",
                violation_error_message=spaced("Ce mot a déjà ses équivalents : complétez-les."),
            )
        ]

    def __str__(self) -> str:
        return self.words


class UnfoundSearch(models.Model):
    """Queries of a month without a result; how many times, never who."""

    month = models.DateField("mois")
    words = models.CharField("ce que l’on a cherché", max_length=80)
    # Once a person and a day.
    times = models.PositiveIntegerField("fois", default=1)

    class Meta:
        verbose_name = "recherche sans réponse"
        verbose_name_plural = "ce que l’on cherche sans le trouver"
        constraints = [
            models.UniqueConstraint(fields=["words", "month"], name="unfound_once_a_month"),
        ]

    def __str__(self) -> str:
        return self.words


@was_tracked()
class SeeAlso(models.Model):
    """A link between two things that search knows, read from both ends; the smaller reference stands first."""

    first_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", db_index=False)
    first_id = models.BigIntegerField("premier objet")
    second_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", db_index=False)
    second_id = models.BigIntegerField("second objet")
    added_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="ajouté par", related_name="+")
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)

    class Meta:
        verbose_name = "lien « voir aussi »"
        verbose_name_plural = "liens « voir aussi »"
        constraints = [
            models.UniqueConstraint(
                fields=["first_type", "first_id", "second_type", "second_id"], name="see_also_once"
            ),
            # Strictly smaller: the pair has one order, and nothing is linked to itself.
            models.CheckConstraint(
                condition=Q(first_type__lt=F("second_type"))
                | Q(first_type=F("second_type"), first_id__lt=F("second_id")),
                name="see_also_smaller_first",
            ),
        ]
        indexes = [models.Index(fields=["second_type", "second_id"], name="see_also_from_second")]

    def __str__(self) -> str:
        return f"voir aussi {self.pk}"
