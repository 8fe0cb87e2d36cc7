"""Notes, their kinds, files and questions; model texts for answers; what was eliminated."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from core.approvals.models import Approval, Circuit
from core.documents.models import Document
from core.french import long_date
from core.history.tracking import track, was_tracked
from core.people.models import Agent, Direction
from core.people.querysets import READERS
from core.retention.models import EliminationModel
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import are_visible
from core.web.number_series import NumberSeriesModel
from core.web.public_ids import ReferencedModel
from memos.querysets import MemoKindQuerySet, MemoQuerySet

SUBJECT_LENGTH, TEXT_LENGTH = 150, 8000


@track(exclude=("reference",))
class MemoKind(ReferencedModel):
    """Kind of a note; HR manage the list."""

    name = models.CharField("nom", max_length=80, unique=True)
    help = models.CharField(
        "à quoi elle sert", max_length=300, help_text="Une phrase, pour choisir. 300 caractères au plus."
    )
    circuit = models.ForeignKey(
        Circuit,
        models.PROTECT,
        verbose_name="circuit de visas",
        related_name="memo_kinds",
        limit_choices_to={"is_retired": False},
        help_text="Changé, il vaut pour les notes envoyées ensuite.",
    )
    asks_person = models.BooleanField("demande les agents concernés", default=False)
    asks_dates = models.BooleanField("demande des dates", default=False)
    is_information = models.BooleanField(
        "pour information",
        default=False,
        db_default=False,
        help_text="La hiérarchie en prend note. Changé, il vaut pour les notes envoyées ensuite.",
    )
    answer_days = models.PositiveSmallIntegerField(
        "réponse promise en",
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="En jours, à partir de la réception.",
    )
    retention_years = models.PositiveSmallIntegerField(
        "conservée",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text="En années, après son classement ou son retrait. Fixez-la avec les archives.",
    )
    is_retired = models.BooleanField("retirée de la liste", default=False)

    objects = MemoKindQuerySet.as_manager()

    class Meta:
        verbose_name = "nature de note"
        verbose_name_plural = "natures de notes"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retention_years__range=(1, 99), answer_days__range=(1, 365)),
                name="memo_kind_has_its_terms",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@was_tracked()
class ModelText(models.Model):
    """A text from which HR answers a kind of note."""

    kind = models.ForeignKey(MemoKind, models.PROTECT, verbose_name="nature", related_name="model_texts")
    title = models.CharField("titre", max_length=120)
    text = models.TextField("texte", max_length=TEXT_LENGTH)

    class Meta:
        verbose_name = "texte type"
        verbose_name_plural = "textes types"
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "title"], name="model_text_title_once"),
        ]

    def __str__(self) -> str:
        return self.title


class State(models.TextChoices):
    DRAFT = "draft", "brouillon"
    IN_CIRCUIT = "in_circuit", "en circuit de visas"
    RETURNED = "returned", "à corriger"
    RECEIVED = "received", "reçue par les RH"
    TAKEN = "taken", "prise en charge"
    ANSWERED = "answered", "répondue"
    FILED = "filed", "classée"
    WITHDRAWN = "withdrawn", "retirée"


class Opinion(models.TextChoices):
    FAVOURABLE = "favourable", "avis favorable"
    UNFAVOURABLE = "unfavourable", "avis défavorable"
    FORWARDED = "forwarded", "transmis"


NOT_SENT, SENT = Q(sent_at=None), Q(sent_at__isnull=False)
NOT_RECEIVED, RECEIVED = Q(received_at=None), Q(received_at__isnull=False)
NOT_TAKEN, TAKEN = Q(taken_at=None), Q(taken_at__isnull=False)
NOT_ANSWERED, ANSWERED = Q(answered_at=None), Q(answered_at__isnull=False)
OPEN = Q(filed_at=None, withdrawn_at=None)
STATE_HAS_ITS_DATES = (
    Q(state="draft") & NOT_SENT & NOT_RECEIVED & NOT_TAKEN & NOT_ANSWERED & OPEN
    | Q(state__in=("in_circuit", "returned")) & SENT & NOT_RECEIVED & NOT_TAKEN & NOT_ANSWERED & OPEN
    | Q(state="received") & RECEIVED & NOT_TAKEN & NOT_ANSWERED & OPEN
    | Q(state="taken") & RECEIVED & TAKEN & NOT_ANSWERED & OPEN
    | Q(state="answered") & TAKEN & ANSWERED & OPEN
    | Q(state="filed", filed_at__isnull=False, withdrawn_at=None) & TAKEN & ANSWERED
    | Q(state="withdrawn", withdrawn_at__isnull=False, filed_at=None) & NOT_TAKEN & NOT_ANSWERED
)


# The history says what was done to which note and when, never what it says nor whom it is about.
@track(
    exclude=(
        *("reference", "submission_key", "subject", "text", "starts_on", "ends_on", "direction"),
        *("author", "written_for", "person", "answer", "opinion", "code_hash"),
    )
)
class Memo(ReferencedModel, SubmissionKeyModel):
    """A note of one agent, about one person at most."""

    State = State
    Opinion = Opinion

    kind = models.ForeignKey(MemoKind, models.PROTECT, verbose_name="nature", related_name="memos")
    # Both empty until HR receives it.
    year = models.PositiveSmallIntegerField("année", null=True, editable=False)
    number = models.PositiveIntegerField("numéro", null=True, editable=False)
    subject = models.CharField("objet", max_length=SUBJECT_LENGTH)
    text = models.TextField("texte", max_length=TEXT_LENGTH)
    starts_on = models.DateField("à partir du", null=True, blank=True)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    direction = models.ForeignKey(Direction, models.PROTECT, verbose_name="direction", related_name="memos")
    author = models.ForeignKey(Agent, models.PROTECT, verbose_name="auteur", related_name="memos")
    written_for = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="saisie pour", null=True, related_name="memos_entered"
    )
    person = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="agent concerné", null=True, related_name="memos_about"
    )
    is_opened_to_person = models.BooleanField("ouverte à l’agent concerné", default=False)
    state = models.CharField("état", max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField("écrite le", default=timezone.now)
    sent_at = models.DateTimeField("envoyée le", null=True)
    received_at = models.DateTimeField("reçue le", null=True)
    due_on = models.DateField("réponse avant le", null=True)
    taken_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="suivie par", null=True, related_name="memos_taken"
    )
    taken_at = models.DateTimeField("prise en charge le", null=True)
    answer = models.TextField("réponse", max_length=2 * TEXT_LENGTH, blank=True)
    opinion = models.CharField("avis", max_length=12, choices=Opinion, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True)
    filed_at = models.DateTimeField("classée le", null=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True)
    # Not written any more: the next version drops it.
    code_hash = models.CharField("empreinte du code de suivi", max_length=64, null=True, unique=True)

    objects = MemoQuerySet.as_manager()

    class Meta:
        verbose_name = "note aux ressources humaines"
        verbose_name_plural = "notes aux ressources humaines"
        indexes = [
            models.Index(fields=["author", "-created_at"], name="memo_of_author"),
            models.Index(fields=["state", "due_on"], name="memo_by_due_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="memo_number_once"),
            models.CheckConstraint(
                condition=Q(
                    LessThanOrEqual(Length("text"), TEXT_LENGTH),
                    LessThanOrEqual(Length("answer"), 2 * TEXT_LENGTH),
                ),
                name="memo_texts_are_not_too_long",
            ),
            models.CheckConstraint(condition=STATE_HAS_ITS_DATES, name="memo_state_has_its_dates"),
            models.CheckConstraint(
                condition=Q(received_at=None, due_on=None, year=None, number=None)
                # Said as well as compared: a check passes on an unknown answer.
                | Q(received_at__isnull=False, due_on__isnull=False, year__isnull=False, number__isnull=False)
                & Q(sent_at__isnull=False, number__gte=1),
                name="memo_received_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="memo_taken_has_an_agent",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, opinion="", answer="")
                | (ANSWERED & ~Q(opinion="") & are_visible("answer")),
                name="memo_answer_has_its_opinion",
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None) | ~Q(taken_by=F("author")), name="memo_never_treated_by_its_author"
            ),
            models.CheckConstraint(
                # Compared with nobody, the check passes.
                condition=Q(taken_by=None) | ~Q(taken_by=F("person")),
                name="memo_never_treated_by_its_person",
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None) | ~Q(taken_by=F("written_for")),
                name="memo_never_treated_by_whom_it_is_for",
            ),
            models.CheckConstraint(
                condition=Q(written_for=None) | ~Q(written_for=F("author")),
                name="memo_written_for_another",
            ),
            models.CheckConstraint(
                condition=Q(is_opened_to_person=False) | Q(person__isnull=False) & RECEIVED,
                name="memo_opened_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="memo_days_in_order",
                violation_error_message="Le dernier jour vient après le premier.",
            ),
        ]

    def __str__(self) -> str:
        """Read in the admin, in notifications, in the history: never the subject."""
        return f"note {self.label}" if self.label else f"note du {long_date(self.created_at)}"

    def get_absolute_url(self) -> str:
        return reverse("memos:memo_detail", args=[self.reference])

    @property
    def label(self) -> str:
        """« RH-2026-00001 »; empty until HR receives it."""
        return f"RH-{self.year}-{self.number:05}" if self.number else ""

    @cached_property
    def concerned(self) -> set[int]:
        """The ids of its author, and of those whom a version that was sent is about: they never treat it."""
        about = Approval.objects.of(self).exclude(excluded=None).values_list("excluded", flat=True)
        return {self.author_id, *about}

    @property
    def can_be_changed(self) -> bool:
        return self.state in (State.DRAFT, State.RETURNED)

    def is_late(self, *, on: date) -> bool:
        return self.state in (State.RECEIVED, State.TAKEN) and self.due_on is not None and self.due_on < on

    @property
    def about(self) -> str:
        """« du 2 mars 2027 au 5 mars 2027 », « le 2 mars 2027 » or nothing."""
        if self.starts_on is None:
            return ""
        if self.ends_on is None or self.ends_on == self.starts_on:
            return f"{'à partir du' if self.ends_on is None else 'le'} {long_date(self.starts_on)}"
        return f"du {long_date(self.starts_on)} au {long_date(self.ends_on)}"


class NumberSeries(NumberSeriesModel):
    """Numbers of the notes that HR received."""


class MemoFile(models.Model):
    """A file of the note, of its answer, or of the reply to a question; notes written together share a document."""

    memo = models.ForeignKey(Memo, models.CASCADE, verbose_name="note", related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="document", related_name="memo_files")
    is_answer = models.BooleanField("de la réponse", default=False)
    question = models.ForeignKey(
        "MemoQuestion", models.CASCADE, verbose_name="demandé par", null=True, related_name="files"
    )

    class Meta:
        verbose_name = "fichier d’une note"
        verbose_name_plural = "fichiers des notes"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["memo", "document"], name="memo_file_once")]

    def __str__(self) -> str:
        return str(self.document)


class MemoQuestion(SubmissionKeyModel):
    """HR asks, the author answers."""

    memo = models.ForeignKey(Memo, models.CASCADE, verbose_name="note", related_name="questions")
    text = models.TextField("question", max_length=TEXT_LENGTH)
    asked_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="posée par", related_name="+")
    asked_at = models.DateTimeField("posée le", default=timezone.now)
    reply = models.TextField("réponse", max_length=TEXT_LENGTH, blank=True)
    replied_at = models.DateTimeField("répondue le", null=True)

    class Meta:
        verbose_name = "question sur une note"
        verbose_name_plural = "questions sur les notes"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["memo"], condition=Q(replied_at=None), name="memo_one_question_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(replied_at=None, reply="") | Q(replied_at__isnull=False) & are_visible("reply"),
                name="memo_reply_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"question du {long_date(self.asked_at)}"


class Elimination(EliminationModel):
    """Trace of notes that were eliminated."""


# Their own notes, and those that are opened to them.
READERS += [
    lambda: Memo.objects.values("author"),
    lambda: Memo.objects.filter(written_for__isnull=False).values("written_for"),
    lambda: Memo.objects.filter(is_opened_to_person=True).values("person"),
]
