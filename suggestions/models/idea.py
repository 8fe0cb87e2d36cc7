"""Ideas, their files, and the yearly series of their numbers."""

from __future__ import annotations

from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Document
from core.french import of
from core.history.tracking import track
from core.mail.models import IncomingMail
from core.people.models import Agent, Direction
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import are_visible
from core.web.number_series import NumberSeriesModel
from core.web.public_ids import ReferencedModel, random_key
from suggestions.querysets import IdeaFileQuerySet, IdeaQuerySet
from suggestions.states import Contact, Identity, State, Value


def mail_field(
    related_name: str, verbose_name: str = "reçu par courriel"
) -> models.OneToOneField[IncomingMail | None, IncomingMail | None]:
    """The message that a row came in, if any: one row for one message, whichever worker reads it."""
    return models.OneToOneField(
        IncomingMail,
        models.PROTECT,
        verbose_name=verbose_name,
        null=True,
        blank=True,
        related_name=related_name,
    )


STEPS = ("taken_at", "decided_at", "started_at", "done_at", "withdrawn_at", "set_aside_at")
# The dates that each state has; a state not held by one of these has none of the others.
DATES = {
    "received": (),
    "under_study": ("taken_at",),
    "retained": ("taken_at", "decided_at"),
    "declined": ("taken_at", "decided_at"),
    "in_place": ("taken_at", "decided_at"),
    "in_progress": ("taken_at", "decided_at", "started_at"),
    "done": ("taken_at", "decided_at", "started_at", "done_at"),
    "withdrawn": ("withdrawn_at",),
    "set_aside": ("set_aside_at",),
}
# Withdrawn or set aside before or after the study began.
FREE = {"withdrawn": {"taken_at"}, "set_aside": {"taken_at"}}


def _dates_of(state: str) -> Q:
    said = {
        f"{step}__isnull": step not in DATES[state] for step in STEPS if step not in FREE.get(state, set())
    }
    return Q(state=state, **said)


STATE_HAS_ITS_DATES = reduce(or_, map(_dates_of, DATES))
# Anonymous: no author, no colleague who entered it, no contact, no name to thank.
WHO_SPEAKS = Q(
    identity="anonymous", author=None, entered_by=None, contact="", contact_detail="", is_thanked=None
) | (
    Q(identity__in=("named", "hidden"), author__isnull=False)
    & (Q(entered_by=None, contact="", contact_detail="") | (Q(entered_by__isnull=False) & ~Q(contact="")))
)
MERGED_HAS_A_HEAD = Q(merged_into=None, head=None) | (
    Q(merged_into__isnull=False, head__isnull=False) & ~Q(merged_into=F("id")) & ~Q(head=F("id"))
)


class Draft(models.Model):
    """One per agent, deleted when the idea is sent."""

    agent = models.OneToOneField(Agent, models.CASCADE, verbose_name="agent", related_name="idea_draft")
    identity = models.CharField("identité", max_length=10, choices=Identity)
    # The form's fields as typed, keys of waiting files included.
    data = models.JSONField("ce qui est tapé", default=dict)
    # Changes at each saving: a page that started from another one does not overwrite it.
    stamp = models.CharField(max_length=12, default=random_key)
    saved_at = models.DateTimeField("gardé le", default=timezone.now)

    class Meta:
        verbose_name = "brouillon d’idée"
        verbose_name_plural = "brouillons d’idées"
        constraints = [
            models.CheckConstraint(
                condition=Q(identity__in=("named", "hidden")), name="draft_is_never_anonymous"
            )
        ]

    def __str__(self) -> str:
        return f"brouillon {of(self.agent)}"


if TYPE_CHECKING:
    from suggestions.models.answer import Answer
    from suggestions.models.meeting import Decision


TITLE_LENGTH = 120
TEXT_LENGTH = 5000


# The mail as well: its name is its subject, which the history would show.
@track(exclude=("next_due_on", "mail"))
class Idea(ReferencedModel, SubmissionKeyModel):
    """A proposal of an agent, from its sending to its outcome."""

    State = State
    Identity = Identity
    # What its author writes, in the order of the form.
    WORDS = ("title", "problem", "proposal", "benefit")

    # Both empty until the idea is under study, so that unpublished ideas leave no hole in the series.
    year = models.PositiveSmallIntegerField("année", null=True, editable=False)
    number = models.PositiveIntegerField("numéro", null=True, editable=False)
    title = models.CharField("titre", max_length=TITLE_LENGTH)
    problem = models.TextField("ce qui gêne", blank=True)
    proposal = models.TextField("ce que l’auteur ferait")
    benefit = models.TextField("ce que cela changerait", blank=True)
    seen_elsewhere = models.CharField("vu ailleurs", max_length=300, blank=True)
    direction = models.ForeignKey(
        Direction,
        models.PROTECT,
        verbose_name="direction concernée",
        null=True,
        blank=True,
        related_name="ideas",
    )
    identity = models.CharField("identité", max_length=10, choices=Identity, default=Identity.NAMED)
    # Nobody at all when the idea is anonymous: what is not kept cannot be found.
    author = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="auteur", null=True, blank=True, related_name="ideas"
    )
    entered_by = models.ForeignKey(
        Agent,
        models.PROTECT,
        verbose_name="saisie par",
        null=True,
        blank=True,
        related_name="ideas_entered",
    )
    contact = models.CharField("à prévenir par", max_length=8, choices=Contact, blank=True)
    contact_detail = models.CharField("adresse ou numéro donné", max_length=200, blank=True)
    is_thanked = models.BooleanField("accepte d’être remercié par son nom", null=True, blank=True)
    value = models.CharField("valeur servie", max_length=14, choices=Value, blank=True)
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
    due_on = models.DateField("un mot du groupe avant le")
    first_answered_at = models.DateTimeField("première réponse le", null=True, blank=True)
    decision_due_on = models.DateField("la décision avant le")
    # What the queue is ordered by: the promise that comes next.
    next_due_on = models.GeneratedField(
        expression=Case(When(first_answered_at=None, then=F("due_on")), default=F("decision_due_on")),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name="prochaine promesse",
    )
    taken_at = models.DateTimeField("mise à l’étude le", null=True, blank=True)
    evaluation_closed_at = models.DateTimeField("évaluation close le", null=True, blank=True)
    decided_at = models.DateTimeField("réponse publiée le", null=True, blank=True)
    started_at = models.DateTimeField("commencée le", null=True, blank=True)
    done_at = models.DateTimeField("réalisée le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    set_aside_at = models.DateTimeField("écartée le", null=True, blank=True)
    set_aside_reason = models.TextField("motif, pour l’auteur seulement", blank=True)
    # A merged idea keeps all that is its own; `merged_into` is where it went, `head` where its chain ends.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name="réunie à", null=True, blank=True, related_name="absorbed"
    )
    head = models.ForeignKey(
        "self", models.PROTECT, verbose_name="lue avec", null=True, blank=True, related_name="family"
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, verbose_name="détachée de", null=True, blank=True, related_name="parts"
    )

    mail = mail_field("idea", "reçue par courriel")

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = "idée"
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="idea_newest"),
            models.Index(fields=["state", "-received_at", "-id"], name="idea_newest_of_state"),
            models.Index(
                fields=["next_due_on", "id"],
                condition=Q(state__in=("received", "under_study"), merged_into=None),
                name="idea_waiting_by_next_promise",
            ),
            models.Index(
                fields=["-taken_at", "-id"],
                condition=Q(taken_at__isnull=False, merged_into=None),
                name="idea_newest_under_study",
            ),
            models.Index(
                Coalesce("done_at", "started_at").desc(),
                F("id").desc(),
                condition=Q(state__in=("in_progress", "done")),
                name="idea_newest_under_way",
            ),
            # Two more are of columns that Django does not know: see suggestions/querysets.py.
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="idea_number_once"),
            models.CheckConstraint(
                condition=Q(
                    LessThanOrEqual(Length("problem"), TEXT_LENGTH),
                    LessThanOrEqual(Length("proposal"), TEXT_LENGTH),
                    LessThanOrEqual(Length("benefit"), TEXT_LENGTH),
                ),
                name="idea_texts_are_not_too_long",
            ),
            models.CheckConstraint(condition=WHO_SPEAKS, name="idea_anonymous_has_nobody"),
            models.CheckConstraint(condition=MERGED_HAS_A_HEAD, name="idea_merged_has_a_head"),
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
                condition=(Q(state="set_aside") & are_visible("set_aside_reason"))
                | (~Q(state="set_aside") & Q(set_aside_reason="")),
                name="idea_set_aside_has_a_reason",
            ),
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

    @cached_property
    def author_ids(self) -> frozenset[int]:
        """Its author and those of the ideas read with it; loaded by `with_authors`, else in one statement."""
        ids = getattr(self, "family_author_ids", None)
        if ids is None:
            ids = self.family.exclude(author=None).values_list("author_id", flat=True)
        return frozenset(pk for pk in (self.author_id, *ids) if pk is not None)

    @cached_property
    def has_merges(self) -> bool:
        """One of those read with it was merged, and may be parted again; loaded by `with_merges`, or asked."""
        known: bool | None = getattr(self, "merges_exist", None)
        return Idea.objects.filter(head=self).merged_and_not_undone().exists() if known is None else known

    @property
    def text(self) -> str:
        """The author's words, one after the other."""
        _, *parts = self.words.values()
        return "\n\n".join(part for part in parts if part)

    @property
    def words(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.WORDS}

    @property
    def promised_on(self) -> date:
        """The promise that comes next: the first answer, then the decision."""
        return self.decision_due_on if self.first_answered_at else self.due_on

    @property
    def promised(self) -> str:
        return "la décision" if self.first_answered_at else "un mot du groupe"

    def is_overdue(self, *, on: date) -> bool:
        return self.state in State.waiting() and self.merged_into_id is None and self.promised_on < on

    @property
    def draft(self) -> Answer | None:
        """The answer, published or not yet: for the group only."""
        return getattr(self, "answer", None)

    @property
    def group_decision(self) -> Decision | None:
        """Return the decision, its answer published or not: for the group only."""
        return getattr(self, "decision", None)

    @property
    def published_answer(self) -> Answer | None:
        return self.draft if self.draft and self.draft.published_at else None


class NumberSeries(NumberSeriesModel):
    """Numbers of the ideas under study."""


@track(exclude=("is_unsigned",))
class IdeaFile(models.Model):
    idea = models.ForeignKey(Idea, models.PROTECT, verbose_name="idée", related_name="files")
    document = models.OneToOneField(
        Document, models.PROTECT, verbose_name="document", related_name="idea_file"
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    # What names its author was removed from the file: only then do others read it when the author is hidden.
    is_unsigned = models.BooleanField("ne nomme plus son auteur", default=False, db_default=False)

    objects = IdeaFileQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier d’une idée"
        verbose_name_plural = "fichiers des idées"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.document)
