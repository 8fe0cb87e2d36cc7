from __future__ import annotations

from typing import Any, Literal

import pgtrigger
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from core.approvals.models import Circuit
from core.documents.models import Document
from core.french import spaced
from core.history.tracking import track
from core.people.models import Direction
from core.web.non_blank import are_visible
from deliberations.models.councillors import Councillor
from deliberations.models.nomenclature import Matter
from deliberations.models.sessions import CouncilSession, Numbering, SessionKind, slug_of, unnumbered_slug
from deliberations.querysets import DeliberationQuerySet

OBJECT_LENGTH = 499
ANYTHING = 1_000_000


class Nature(models.TextChoices):
    """The natures of ACTES, by their abbreviations."""

    DELIBERATION = "DE", "Délibération"
    REGULATORY_ORDER = "AR", "Arrêté réglementaire"
    INDIVIDUAL_ORDER = "AI", "Arrêté individuel"
    CONTRACT = "CC", "Contrat, convention ou avenant"
    BUDGET = "BF", "Document budgétaire ou financier"
    OTHER = "AU", "Autre"


class Result(models.TextChoices):
    PENDING = "pending", "pas encore votée"
    ADOPTED = "adopted", "adoptée"
    REJECTED = "rejected", "rejetée"
    ADJOURNED = "adjourned", "ajournée"
    WITHDRAWN = "withdrawn", "retirée"
    NOTED = "noted", "dont acte"


def _or(field: str, value: Any) -> Coalesce:
    return Coalesce(F(field), value)


# What is blank is unknown, and contradicts nothing: without COALESCE a NULL would let anything pass.
VOTERS_FIT = LessThanOrEqual(
    _or("votes_for", Value(0)) + _or("votes_against", Value(0)) + _or("abstentions", Value(0)),
    Coalesce(F("voters"), F("seats"), Value(ANYTHING)),
)
SEATS_FIT = LessThanOrEqual(_or("voters", Value(0)), _or("seats", Value(ANYTHING)))


def vote_misfit(seats: int | None, voters: int | None, said: int) -> Literal["voters", "said", ""]:
    """Return which number exceeds the others, as the two conditions above; `said` adds up the votes."""
    if voters is not None and seats is not None and voters > seats:
        return "voters"
    most = voters if voters is not None else seats
    return "said" if most is not None and said > most else ""


class DraftCircuit(models.Model):
    """A circuit that drafts may go through before their rapporteurs; the secretary keeps the list."""

    name = models.CharField(
        "nom", max_length=80, unique=True, help_text="Ce que lit le secrétariat sur la fiche d’un projet."
    )
    circuit = models.ForeignKey(
        Circuit,
        models.PROTECT,
        verbose_name="circuit de visas",
        related_name="draft_circuits",
        limit_choices_to={"is_retired": False},
        help_text="Les étapes avant le rapporteur. Changé, il vaut pour les projets envoyés ensuite.",
    )
    is_default = models.BooleanField(
        "choisi d’office",
        default=False,
        help_text="Pour les projets que l’on ajoute ; un seul circuit l’est.",
    )

    class Meta:
        verbose_name = "circuit de projets"
        verbose_name_plural = "circuits de projets"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="draft_circuit_one_default",
                violation_error_message="Un autre circuit est choisi d’office : décochez-le d’abord.",
            )
        ]

    def __str__(self) -> str:
        return self.name


# `year`, `session_kind` and `numbering` are the session's, written by a trigger; the address is the number's.
@track(exclude=("year", "session_kind", "numbering", "slug", "submission_key"))
class Deliberation(models.Model):
    """An act of the council. Its number is text, kept as it was typed; empty while it is being prepared.

    Votes: `seats` of the council, `voters` present or represented, then what they said; what is unknown is null.
    """

    Nature = Nature
    Result = Result
    # Set by what corrects it.
    asks_visas_again = False
    circuit_news = ""

    submission_key = models.UUIDField("clé d’envoi", unique=True, null=True, editable=False)
    session = models.ForeignKey(
        CouncilSession, models.PROTECT, verbose_name="séance", related_name="deliberations"
    )
    year = models.PositiveSmallIntegerField("année", editable=False)
    session_kind = models.CharField("type de séance", max_length=14, choices=SessionKind, editable=False)
    numbering = models.CharField(
        "les numéros recommencent",
        max_length=7,
        choices=Numbering,
        default=Numbering.YEAR,
        db_default=Numbering.YEAR,
        editable=False,
    )
    number = models.CharField("numéro", max_length=60, blank=True)
    slug = models.CharField("nom dans les adresses", max_length=100, editable=False)
    position = models.PositiveIntegerField("place dans la séance", editable=False)
    adopted_on = models.DateField("date")
    object = models.CharField("objet", max_length=OBJECT_LENGTH)
    matter = models.ForeignKey(
        Matter,
        models.PROTECT,
        verbose_name="matière",
        null=True,
        blank=True,
        related_name="deliberations",
    )
    # As an imported file wrote it, when the nomenclature knows no such matter.
    matter_code = models.CharField("code de matière reçu", max_length=20, blank=True, editable=False)
    matter_name = models.CharField("nom de matière reçu", max_length=260, blank=True, editable=False)
    nature = models.CharField("nature", max_length=2, choices=Nature, default=Nature.DELIBERATION)
    rapporteur = models.ForeignKey(
        Councillor,
        models.PROTECT,
        verbose_name="rapporteur",
        null=True,
        blank=True,
        related_name="deliberations",
    )
    co_rapporteurs = models.ManyToManyField(
        Councillor, verbose_name="co-rapporteurs", blank=True, related_name="co_reported"
    )
    # No index of these two: nobody asks for the drafts of one, but what deletes it.
    direction = models.ForeignKey(
        Direction,
        models.PROTECT,
        verbose_name="direction qui propose",
        null=True,
        blank=True,
        db_index=False,
        related_name="deliberations",
    )
    # None: the rapporteurs alone give a visa.
    circuit = models.ForeignKey(
        DraftCircuit,
        models.PROTECT,
        verbose_name="circuit de visas",
        null=True,
        blank=True,
        db_index=False,
        related_name="deliberations",
    )
    result = models.CharField("résultat", max_length=10, choices=Result, default=Result.PENDING)
    seats = models.PositiveSmallIntegerField("effectif du conseil", null=True, blank=True)
    voters = models.PositiveSmallIntegerField("votants", null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField("pour", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("contre", null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField("abstentions", null=True, blank=True)
    budget_year = models.CharField(
        "année du budget",
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{4}(/[0-9]{4})?\Z", "Écrivez 2026 ou 2026/2027.")],
        help_text="2026, ou 2026/2027.",
    )
    budget_name = models.CharField("nom du budget", max_length=120, blank=True)
    text = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name="texte",
        null=True,
        blank=True,
        related_name="deliberations",
    )
    prefecture = models.CharField(
        "préfecture", max_length=40, blank=True, help_text="Son identifiant, par exemple PREF099."
    )
    acknowledgement = models.CharField("référence de l’accusé de réception", max_length=100, blank=True)
    acknowledged_on = models.DateField("reçue en préfecture le", null=True, blank=True)
    public_url = models.URLField("adresse sur le site public", max_length=500, blank=True)

    objects = DeliberationQuerySet.as_manager()

    class Meta:
        verbose_name = "délibération"
        ordering = ["session", "position"]
        constraints = [
            # The address is the number's: it is also once in its session, whatever the numbering.
            models.UniqueConstraint(
                fields=["session", "slug"],
                name="deliberation_address_once",
                violation_error_message="Ce numéro est déjà celui d’une autre délibération de la séance.",
            ),
            models.UniqueConstraint(
                fields=["year", "session_kind", "number"],
                condition=~Q(number="") & Q(numbering=Numbering.YEAR),
                name="deliberation_number_once_a_year",
                violation_error_message="Ce numéro est déjà celui d’une autre délibération de l’année.",
            ),
            # Deferrable: two neighbours trade places in one statement.
            models.UniqueConstraint(
                fields=["session", "position"],
                name="deliberation_place_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=are_visible("object"),
                name="deliberation_has_an_object",
                violation_error_message="L’objet ne peut pas rester vide.",
            ),
            models.CheckConstraint(
                condition=Q(VOTERS_FIT),
                name="deliberation_votes_fit",
                violation_error_message="Pour, contre et abstentions dépassent le nombre de votants.",
            ),
            models.CheckConstraint(
                condition=Q(SEATS_FIT),
                name="deliberation_voters_fit",
                violation_error_message="Les votants dépassent l’effectif du conseil.",
            ),
            models.CheckConstraint(
                condition=Q(budget_year="") | Q(budget_year__regex=r"^[0-9]{4}(/[0-9]{4})?$"),
                name="deliberation_budget_year_is_one_or_two",
            ),
        ]
        indexes = [
            # What an import looks for, whatever the numbering.
            models.Index(
                fields=["year", "session_kind", "number"],
                condition=~Q(number=""),
                name="deliberation_by_number",
            ),
            models.Index(
                fields=["acknowledgement"], condition=~Q(acknowledgement=""), name="deliberation_acknowledged"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="session_says",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("session_id", "year", "session_kind", "numbering"),
                func="""
                    SELECT year, kind, numbering INTO NEW.year, NEW.session_kind, NEW.numbering
                    FROM deliberations_councilsession WHERE id = NEW.session_id;
                    RETURN NEW;
                """,
            ),
            # Numbers are never given twice: an act that was read is never deleted.
            pgtrigger.Trigger(
                name="read_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM deliberations_councilsession
                               WHERE id = OLD.session_id AND first_published_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'deliberation: what was published stays'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'deliberation_published_stays';
                    END IF;
                    RETURN OLD;
                """,
            ),
            pgtrigger.Trigger(
                name="counted_in",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                level=pgtrigger.Statement,
                referencing=pgtrigger.Referencing(new="came"),
                func="""
                    UPDATE deliberations_councilsession s SET deliberation_count = deliberation_count + c.n
                    FROM (SELECT session_id, count(*) n FROM came GROUP BY session_id) c WHERE s.id = c.session_id;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="counted_out",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                level=pgtrigger.Statement,
                referencing=pgtrigger.Referencing(old="gone"),
                func="""
                    UPDATE deliberations_councilsession s SET deliberation_count = deliberation_count - c.n
                    FROM (SELECT session_id, count(*) n FROM gone GROUP BY session_id) c WHERE s.id = c.session_id;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.object}".strip()

    def save(self, **kwargs: Any) -> None:
        """The address follows the number; a deliberation without one keeps the address it has."""
        if self.number:
            self.slug = slug_of(self.number)
        elif not self.slug.startswith("~~"):
            self.slug = unnumbered_slug()
        if (fields := kwargs.get("update_fields")) is not None and "number" in fields:
            kwargs["update_fields"] = {*fields, "slug"}
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        session = self.session
        return reverse("deliberations:deliberation_detail", args=[session.year, session.slug, self.slug])

    def clean(self) -> None:
        session = self.session
        self.year, self.session_kind, self.numbering = session.year, session.kind, session.numbering

    @property
    def short_label(self) -> str:
        """« n° 2026_06_001 », or that it has none yet."""
        return spaced(f"n° {self.number}") if self.number else "sans numéro"

    @property
    def matter_label(self) -> str:
        """The code and the words, those of the imported file when the nomenclature knows none."""
        if self.matter:
            return f"{self.matter.code} {self.matter.full_label}"
        return f"{self.matter_code} {self.matter_name}".strip()

    @property
    def has_votes(self) -> bool:
        return None not in (self.votes_for, self.votes_against, self.abstentions)


@track()
class Annex(models.Model):
    """A file that goes with a deliberation."""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, verbose_name="délibération", related_name="annexes"
    )
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="fichier", related_name="annexes")
    title = models.CharField("titre", max_length=200)
    position = models.PositiveSmallIntegerField("place", editable=False)

    class Meta:
        verbose_name = "annexe"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "position"], name="annex_place_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        session = self.deliberation.session
        return reverse(
            "deliberations:annex",
            args=[session.year, session.slug, self.deliberation.slug, self.position],
        )
