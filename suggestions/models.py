"""Ideas, the group's answers to them, and the numbers that ideas get when others first see them."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField, create_sanitizer

from core.history.tracking import track
from core.people.models import Agent, Direction
from core.ui import prose
from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel
from suggestions.constraints import STATE_HAS_ITS_DATES, STEPS_IN_ORDER
from suggestions.querysets import IdeaQuerySet
from suggestions.states import State, Verdict

TITLE_LENGTH = 120
TEXT_LENGTH = 5000
ANSWER_LENGTH = 20_000

clean_answer = create_sanitizer(prose.WORDS)


@track()
class Idea(SubmissionKeyModel):
    """What an agent proposes, from its sending to what became of it."""

    State = State

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
    # Both empty until the idea is under study: an idea that nobody else sees leaves no hole in the series.
    year = models.PositiveSmallIntegerField("année", null=True, editable=False)
    number = models.PositiveIntegerField("numéro", null=True, editable=False)
    title = models.CharField("titre", max_length=TITLE_LENGTH)
    text = models.TextField("texte")
    direction = models.ForeignKey(
        Direction,
        models.PROTECT,
        verbose_name="direction concernée",
        null=True,
        blank=True,
        related_name="ideas",
    )
    author = models.ForeignKey(Agent, models.PROTECT, verbose_name="auteur", related_name="ideas")
    is_name_hidden = models.BooleanField("nom caché aux lecteurs", default=False)
    state = models.CharField("état", max_length=12, choices=State, default=State.RECEIVED)
    member_in_charge = models.ForeignKey(
        Agent,
        models.PROTECT,
        verbose_name="suivie par",
        null=True,
        blank=True,
        related_name="ideas_in_charge",
    )
    received_at = models.DateTimeField("reçue le", default=timezone.now)
    due_on = models.DateField("réponse promise pour le")
    taken_at = models.DateTimeField("mise à l’étude le", null=True, blank=True)
    decided_at = models.DateTimeField("réponse publiée le", null=True, blank=True)
    started_at = models.DateTimeField("commencée le", null=True, blank=True)
    done_at = models.DateTimeField("réalisée le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    set_aside_at = models.DateTimeField("écartée le", null=True, blank=True)
    set_aside_reason = models.TextField("motif, pour l’auteur seulement", blank=True)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = "idée"
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="idea_newest"),
            models.Index(fields=["state", "-received_at", "-id"], name="idea_newest_of_state"),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state__in=("received", "under_study")),
                name="idea_waiting_by_promise",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="idea_number_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="idea_known_state"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="idea_says_something"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), TEXT_LENGTH), name="idea_text_is_not_too_long"
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, member_in_charge=None, year=None, number=None)
                | Q(
                    taken_at__isnull=False,
                    member_in_charge__isnull=False,
                    year__isnull=False,
                    # Said as well as compared: a check passes on an unknown answer.
                    number__isnull=False,
                    number__gte=1,
                ),
                name="idea_taken_has_member_and_number",
            ),
            models.CheckConstraint(
                condition=Q(member_in_charge=None) | ~Q(member_in_charge=F("author")),
                name="idea_never_followed_by_its_author",
            ),
            models.CheckConstraint(condition=STATE_HAS_ITS_DATES, name="idea_state_has_its_dates"),
            models.CheckConstraint(
                condition=(Q(state="set_aside") & ~Q(set_aside_reason=""))
                | (~Q(state="set_aside") & Q(set_aside_reason="")),
                name="idea_set_aside_has_a_reason",
            ),
            models.CheckConstraint(condition=STEPS_IN_ORDER, name="idea_steps_in_order"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("suggestions:idea_detail", args=[self.reference])

    @property
    def label(self) -> str:
        """« S-2026-0042 »; empty until the idea is under study."""
        return f"S-{self.year}-{self.number:04}" if self.number else ""

    @property
    def state_tone(self) -> str:
        """The class of its badge in the style sheet."""
        return State(self.state).tone

    @property
    def is_public(self) -> bool:
        return self.state in State.public()

    def is_overdue(self, *, on: date) -> bool:
        """The promised day has passed without an answer."""
        return self.state in State.waiting() and self.due_on < on

    @property
    def draft(self) -> Answer | None:
        """The answer, published or not yet: for the group only."""
        return getattr(self, "answer", None)

    @property
    def published_answer(self) -> Answer | None:
        return self.draft if self.draft and self.draft.published_at else None


@track()
class Answer(models.Model):
    """What the group answers to an idea: prepared first, then published by another click."""

    idea = models.OneToOneField(Idea, models.PROTECT, verbose_name="idée", related_name="answer")
    verdict = models.CharField("décision", max_length=10, choices=Verdict)
    text = ProseEditorField("réponse", config={"extensions": prose.WORDS}, sanitize=clean_answer)
    prepared_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="préparée par", related_name="answers_prepared"
    )
    prepared_at = models.DateTimeField("préparée le")
    published_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="publiée par", null=True, related_name="answers_published"
    )
    published_at = models.DateTimeField("publiée le", null=True)

    class Meta:
        verbose_name = "réponse"
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="answer_known_verdict"),
            models.CheckConstraint(condition=~Q(text=""), name="answer_says_something"),
            models.CheckConstraint(
                condition=Q(published_by=None, published_at=None)
                | Q(
                    published_by__isnull=False,
                    published_at__isnull=False,
                    published_at__gte=F("prepared_at"),
                ),
                name="answer_published_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"Réponse à « {self.idea} »"

    @property
    def stamp(self) -> str:
        """What was read, in 16 hexadecimal digits: another decision or another text has another stamp."""
        return hashlib.sha256(f"{self.verdict}\n{self.text}".encode()).hexdigest()[:16]


class NumberSeries(models.Model):
    """The last number given in a year; its row is locked while a number is given, so the series has no hole."""

    year = models.PositiveSmallIntegerField("année", unique=True)
    last = models.PositiveIntegerField("dernier numéro donné", default=0)

    class Meta:
        verbose_name = "série de numéros"
        verbose_name_plural = "séries de numéros"

    def __str__(self) -> str:
        return f"{self.year} : {self.last}"
