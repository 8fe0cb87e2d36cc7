from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Document
from core.french import of
from core.history.tracking import track
from core.imports.models import KeptFileImport
from core.people.models import Agent, Direction
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import are_visible
from core.web.public_ids import ReferencedModel
from directory.querysets import CorrectionQuerySet

DUTIES_LENGTH = 2000
OFFICE_LENGTH = 120
# French with optional accents, made by core.search's first migration.
DUTIES_CONFIG = "french_plain"
MESSAGE_LENGTH = 1000


def duties_vector(field: str = "duties") -> SearchVector:
    """Vectorise as core.search does: its `search_words` parts « l’état » where PostgreSQL's parser would not."""
    words = Func(F(field), function="search_words", output_field=models.TextField())
    return SearchVector(words, config=DUTIES_CONFIG)


# What people say of themselves is personal: the history keeps when a consent was given and taken back.
@track(exclude=("duties", "office", "photo"))
class Card(models.Model):
    """An agent's words beyond their account; an agent without a card has said nothing yet."""

    agent = models.OneToOneField(Agent, models.CASCADE, verbose_name="agent", related_name="card")
    duties = models.TextField(
        "s’occupe de",
        max_length=DUTIES_LENGTH,
        blank=True,
        help_text="Ce pour quoi on peut appeler cette personne, avec les mots que les agents emploient.",
    )
    office = models.CharField("bureau ou site", max_length=OFFICE_LENGTH, blank=True)
    photo = models.OneToOneField(
        Document, models.PROTECT, verbose_name="photo", null=True, editable=False, related_name="+"
    )
    photo_consented_at = models.DateTimeField("photo acceptée le", null=True, editable=False)
    # Set when the agent corrects it: from then on the human resources' file no longer does.
    phone_corrected_at = models.DateTimeField("téléphone corrigé par l’agent le", null=True, editable=False)

    class Meta:
        verbose_name = "fiche"
        indexes = [GinIndex(duties_vector(), name="card_duties_words")]
        constraints = [
            models.CheckConstraint(
                condition=Q(photo=None, photo_consented_at=None)
                | Q(photo__isnull=False, photo_consented_at__isnull=False),
                name="card_photo_has_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"fiche {of(self.agent)}"

    @staticmethod
    def of(agent: Agent) -> Card | None:
        """None until someone has said something of the agent; a statement unless it was selected."""
        return getattr(agent, "card", None)


# Names and addresses are personal; what was decided, by whom and when is not.
@track(exclude=("first_name", "last_name", "email", "message"))
class Correction(ReferencedModel, SubmissionKeyModel):
    """A change that an agent proposes to a card that they may not change themselves; an empty field changes nothing.

    Without `subject` it tells of someone who is missing.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "En attente"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"

    subject = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="fiche", null=True, related_name="corrections"
    )
    proposed_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="proposée par", related_name="corrections_proposed"
    )
    proposed_at = models.DateTimeField("proposée le", default=timezone.now)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    function = models.CharField("fonction", max_length=120, blank=True)
    email = models.EmailField("adresse de messagerie", blank=True)
    direction = models.ForeignKey(
        Direction, models.PROTECT, verbose_name="direction ou service", null=True, related_name="+"
    )
    message = models.TextField("message", max_length=MESSAGE_LENGTH, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="décidée par", null=True, related_name="+"
    )
    decided_at = models.DateTimeField("décidée le", null=True)
    reason = models.CharField("motif du refus", max_length=300, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "correction proposée"
        verbose_name_plural = "corrections proposées"
        indexes = [
            models.Index(
                fields=["proposed_at"], condition=Q(state="waiting"), name="correction_waiting_oldest"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None, decided_at=None, reason="")
                | Q(state="accepted", decided_by__isnull=False, decided_at__isnull=False, reason="")
                | (
                    Q(state="refused", decided_by__isnull=False, decided_at__isnull=False)
                    & are_visible("reason")
                ),
                name="correction_state_and_decision_agree",
            ),
            models.CheckConstraint(
                condition=are_visible("first_name")
                | are_visible("last_name")
                | are_visible("function")
                | ~Q(email="")
                | Q(direction__isnull=False)
                | are_visible("message"),
                name="correction_says_something",
            ),
        ]

    FIELDS = ("last_name", "first_name", "function", "direction", "email")

    def __str__(self) -> str:
        return f"correction {of(self.subject)}" if self.subject else "personne absente de l’annuaire"

    def get_absolute_url(self) -> str:
        return reverse("directory:correction_detail", args=[self.reference])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Return proposed changes: label, what the card says now, what is proposed."""
        found = []
        for name in self.FIELDS:
            if proposed := getattr(self, name):
                now = getattr(self.subject, name) if self.subject else None
                label = str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # (FIELDS names plain fields)
                found.append((label, str(now or "—"), str(proposed)))
        return found


# The report holds names; the file is forgotten once it has served.
@track(exclude=("file", "report", "progress"))
class AgentImport(KeptFileImport):
    """A file of the human resources' tool."""

    class Meta(KeptFileImport.Meta):
        verbose_name = "import d’agents"
        verbose_name_plural = "imports d’agents"
