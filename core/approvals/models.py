"""Circuits as they are kept up, and what runs through them."""

from __future__ import annotations

import pgtrigger
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.functions import TransactionNow
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.approvals.querysets import (
    ApprovalQuerySet,
    CircuitQuerySet,
    CircuitStepQuerySet,
    DecisionQuerySet,
    StepQuerySet,
    StuckStepManager,
)
from core.approvals.registry import KINDS, Approvable
from core.documents.models import Document
from core.history.tracking import never_rewritten, track, was_tracked
from core.people.models import Agent, Direction
from core.people.ordering import PlainText
from core.people.querysets import DECIDERS, READERS
from core.people.roles import Role
from core.web.non_blank import are_visible
from core.web.public_ids import ReferencedModel

MOST_DAYS = 60
ROLES = [(role.value, role.value) for role in Role]
WAITING_DAYS = [MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
REMIND_AFTER, ESCALATE_AFTER = 3, 6
REMARK_LENGTH = 2000


@track(exclude=("reference", "changed_at"))
class Circuit(ReferencedModel):
    """An ordered list of people to ask. What runs keeps the steps it began with; `version` counts the changes."""

    name = models.CharField("nom", max_length=120)
    purpose = models.CharField(
        "à quoi il sert", max_length=300, blank=True, help_text="Une phrase, pour qui choisit un circuit."
    )
    remind_after = models.PositiveSmallIntegerField(
        "rappel après",
        default=REMIND_AFTER,
        validators=WAITING_DAYS,
        help_text="En jours ouvrés, à la personne dont on attend le visa.",
    )
    escalate_after = models.PositiveSmallIntegerField(
        "responsable prévenu après",
        default=ESCALATE_AFTER,
        validators=WAITING_DAYS,
        help_text="En jours ouvrés aussi. Aucun visa n’est jamais donné par le silence.",
    )
    version = models.PositiveIntegerField("version", default=1, editable=False)
    changed_at = models.DateTimeField("étapes changées le", db_default=TransactionNow(), editable=False)
    is_retired = models.BooleanField("retiré", default=False, editable=False)
    reviewed_on = models.DateField("revu le", null=True, editable=False)
    reviewed_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="revu par", null=True, editable=False, related_name="+"
    )

    objects = CircuitQuerySet.as_manager()

    class Meta:
        verbose_name = "circuit"
        constraints = [
            models.UniqueConstraint(
                PlainText("name"),
                name="circuit_name_once",
                violation_error_message="Un circuit porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(
                    remind_after__range=(1, MOST_DAYS),
                    escalate_after__range=(1, MOST_DAYS),
                    escalate_after__gte=models.F("remind_after"),
                ),
                name="circuit_reminds_before_it_escalates",
                violation_error_message="On prévient le responsable après le rappel, jamais avant.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on=None, reviewed_by=None)
                | Q(reviewed_on__isnull=False, reviewed_by__isnull=False),
                name="circuit_review_has_its_author",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@track()
class CircuitStep(models.Model):
    """People by name, a role, or whoever the text's direction says when the circuit starts."""

    class Kind(models.TextChoices):
        PEOPLE = "people", "une ou plusieurs personnes"
        ROLE = "role", "un rôle"
        MANAGER = "manager", "le responsable de la direction concernée"
        DEPUTY_DIRECTOR = "deputy_director", "le directeur général adjoint de cette direction"

    circuit = models.ForeignKey(Circuit, models.CASCADE, verbose_name="circuit", related_name="steps")
    position = models.PositiveSmallIntegerField("place", editable=False)
    name = models.CharField("nom de l’étape", max_length=80)
    kind = models.CharField("qui vise", max_length=15, choices=Kind)
    role = models.CharField("rôle", max_length=40, choices=ROLES, blank=True)
    agents = models.ManyToManyField(Agent, verbose_name="personnes", blank=True, related_name="+")
    needs_all = models.BooleanField(
        "toutes les personnes", default=False, help_text="Sinon, une seule suffit."
    )

    objects = CircuitStepQuerySet.as_manager()

    class Meta:
        verbose_name = "étape"
        ordering = ["position"]
        constraints = [
            # Deferrable: two neighbours trade places in one statement.
            models.UniqueConstraint(
                fields=["circuit", "position"],
                name="circuit_step_place_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(kind="role", role__in=list(Role))
                | Q(kind__in=("people", "manager", "deputy_director"), role=""),
                name="circuit_step_role_is_of_its_kind",
                violation_error_message="Choisissez un rôle pour une étape « un rôle », et seulement pour elle.",
            ),
            models.CheckConstraint(
                condition=Q(needs_all=False) | Q(kind="people"), name="circuit_step_all_are_people"
            ),
        ]

    def __str__(self) -> str:
        return self.name


# Whom a circuit names reads what comes to them.
DECIDERS.append(lambda: CircuitStep.agents.through.objects.values("agent"))


# Who asked, and of which direction, goes with the text when it is eliminated.
@track(exclude=("reference", "title", "author", "direction"))
class Approval(ReferencedModel):
    """A text on its way through the steps copied from a circuit, or given by its feature."""

    class State(models.TextChoices):
        RUNNING = "running", "en circuit"
        RETURNED = "returned", "renvoyé à son auteur"
        APPROVED = "approved", "visé"
        WITHDRAWN = "withdrawn", "retiré du circuit"

    kind = models.CharField("nature", max_length=60)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField("objet")
    subject = GenericForeignKey("content_type", "object_id")
    title = models.CharField("titre", max_length=500)
    circuit = models.ForeignKey(
        Circuit, models.PROTECT, verbose_name="circuit", null=True, related_name="approvals"
    )
    circuit_version = models.PositiveIntegerField("version du circuit", null=True)
    author = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="envoyé par", related_name="approvals_asked"
    )
    direction = models.ForeignKey(
        Direction, models.PROTECT, verbose_name="direction concernée", null=True, related_name="+"
    )
    excluded = models.ManyToManyField(
        Agent, verbose_name="personnes qui ne le visent jamais", related_name="+"
    )
    # Acknowledged, not approved.
    is_information = models.BooleanField("pour information", default=False, db_default=False)
    state = models.CharField("état", max_length=10, choices=State, default=State.RUNNING)
    due_on = models.DateField("à viser pour le", null=True)
    remind_after = models.PositiveSmallIntegerField("rappel après", default=REMIND_AFTER)
    escalate_after = models.PositiveSmallIntegerField("responsable prévenu après", default=ESCALATE_AFTER)
    started_at = models.DateTimeField("envoyé le", default=timezone.now)
    ended_at = models.DateTimeField("visé ou retiré le", null=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = "circuit de visas en cours"
        verbose_name_plural = "circuits de visas en cours"
        indexes = [models.Index(fields=["author", "-started_at"], name="approval_of_author")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=~Q(state="withdrawn"),
                name="approval_once_an_object",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("running", "returned"), ended_at=None)
                | Q(state__in=("approved", "withdrawn"), ended_at__isnull=False),
                name="approval_ended_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(circuit=None, circuit_version=None)
                | Q(circuit__isnull=False, circuit_version__isnull=False),
                name="approval_version_is_its_circuits",
            ),
            models.CheckConstraint(
                condition=Q(
                    remind_after__range=(1, MOST_DAYS),
                    escalate_after__range=(1, MOST_DAYS),
                    escalate_after__gte=models.F("remind_after"),
                ),
                name="approval_reminds_before_it_escalates",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("approvals:approval_detail", args=[self.reference])

    @property
    def registered(self) -> Approvable:
        return KINDS[self.kind]

    @property
    def described(self) -> str:
        """Describe the subject as its kind does; return nothing for an object that is gone."""
        return self.registered.described(self.subject) if self.subject else ""

    @property
    def nature(self) -> str:
        """Name what the subject shares with those that may be approved with it; return nothing for one alone."""
        return (
            f"{self.kind} {self.is_information} {nature}"
            if self.subject and (nature := self.registered.nature(self.subject))
            else ""
        )

    @property
    def may_be_opposed(self) -> bool:
        return self.registered.may_oppose and not self.is_information

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING


class ApprovalContent(models.Model):
    """The very words that people read and approve, as they stood; written once. Not tracked: it is a history itself."""

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="contents")
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField("titre", max_length=500)
    text = models.TextField("texte", blank=True)
    digest = models.CharField("empreinte SHA-256", max_length=64)
    made_at = models.DateTimeField("du", default=timezone.now)

    class Meta:
        verbose_name = "version du texte"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["approval", "number"], name="approval_content_number_once")
        ]
        triggers = [never_rewritten(name="is_for_ever")]

    def __str__(self) -> str:
        return f"version {self.number}"


class ApprovalFile(models.Model):
    """A file of a version: a document keeps its content for ever."""

    content = models.ForeignKey(ApprovalContent, models.CASCADE, related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="fichier", related_name="+")
    title = models.CharField("titre", max_length=200)
    position = models.PositiveSmallIntegerField("place")

    class Meta:
        verbose_name = "fichier d’une version"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["content", "position"], name="approval_file_place_once")
        ]

    def __str__(self) -> str:
        return self.title


@was_tracked()
class ApprovalStep(models.Model):
    """One step of what runs: any of its holders or of its role, or all of its holders."""

    class State(models.TextChoices):
        COMING = "coming", "à venir"
        CURRENT = "current", "en attente"
        APPROVED = "approved", "visé"
        REFUSED = "refused", "refusé"

    approval = models.ForeignKey(
        Approval, models.CASCADE, verbose_name="circuit en cours", related_name="steps"
    )
    position = models.PositiveSmallIntegerField("place")
    name = models.CharField("étape", max_length=80)
    role = models.CharField("rôle", max_length=40, choices=ROLES, blank=True)
    needs_all = models.BooleanField("toutes les personnes", default=False)
    state = models.CharField("état", max_length=8, choices=State, default=State.COMING)
    began_at = models.DateTimeField("depuis le", null=True)
    reminded_on = models.DateField("rappelé le", null=True)
    escalated_on = models.DateField("responsable prévenu le", null=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = "étape en cours"
        verbose_name_plural = "étapes en cours"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["approval", "position"], name="approval_step_place_once"),
            models.UniqueConstraint(
                fields=["approval"], condition=Q(state="current"), name="approval_one_step_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="coming", began_at=None) | (~Q(state="coming") & Q(began_at__isnull=False)),
                name="approval_step_begins_once",
            ),
            models.CheckConstraint(
                condition=Q(role="") | Q(needs_all=False), name="approval_step_role_is_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def open_holders(self) -> list[StepHolder]:
        """Return holders who have not decided; three statements unless the path is prefetched."""
        decided = {each.holder_id for each in self.decisions.all() if each.voided_at is None}
        return [each for each in self.holders.all() if each.left_at is None and each.pk not in decided]


class StuckStep(ApprovalStep):
    """A step that nobody can take, as the group sees it: never the text."""

    objects = StuckStepManager()  # type: ignore[misc]  # the plugin takes it for a field of the instance

    class Meta:
        proxy = True
        base_manager_name = "objects"
        verbose_name = "visa que personne ne peut donner"
        verbose_name_plural = "visas que personne ne peut donner"


@was_tracked(exclude=("reason",))
class StepHolder(models.Model):
    """Somebody whose visa is asked; with a reason when another person handed it to them."""

    step = models.ForeignKey(ApprovalStep, models.CASCADE, verbose_name="étape", related_name="holders")
    agent = models.ForeignKey(Agent, models.PROTECT, verbose_name="personne", related_name="+")
    handed_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="transmis par", null=True, related_name="+"
    )
    reason = models.CharField("motif", max_length=300, blank=True)
    left_at = models.DateTimeField("transmis le", null=True)

    class Meta:
        verbose_name = "personne à qui un visa est demandé"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "agent"], condition=Q(left_at=None), name="step_holder_once"
            ),
            models.CheckConstraint(
                condition=Q(handed_by=None) | are_visible("reason"), name="step_holder_handed_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.agent)


@was_tracked(exclude=("remark",))
class Decision(models.Model):
    """A visa or a refusal on one version. `holder` is the seat that it fills, none where one answer is enough.

    A text that changes voids it: it stays, and counts no more.
    """

    class Verdict(models.TextChoices):
        APPROVED = "approved", "visa"
        OPPOSED = "opposed", "avis défavorable"
        REFUSED = "refused", "refus"

    step = models.ForeignKey(ApprovalStep, models.CASCADE, verbose_name="étape", related_name="decisions")
    holder = models.ForeignKey(
        StepHolder, models.CASCADE, verbose_name="place", null=True, related_name="decisions"
    )
    content = models.ForeignKey(
        ApprovalContent, models.CASCADE, verbose_name="version", related_name="decisions"
    )
    by = models.ForeignKey(Agent, models.PROTECT, verbose_name="par", related_name="decisions")
    in_place_of = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="à la place de", null=True, related_name="+"
    )
    verdict = models.CharField("avis", max_length=8, choices=Verdict)
    remark = models.TextField("remarque", max_length=REMARK_LENGTH, blank=True)
    decided_at = models.DateTimeField("le", default=timezone.now)
    paper_on = models.DateField("sur papier, le", null=True)
    recorded_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="enregistré par", null=True, related_name="+"
    )
    scan = models.ForeignKey(
        Document, models.PROTECT, verbose_name="numérisation", null=True, related_name="+"
    )
    voided_at = models.DateTimeField("sans effet depuis le", null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "visa"
        ordering = ["decided_at", "pk"]
        indexes = [models.Index(fields=["by", "-decided_at"], name="decision_of_agent")]
        constraints = [
            # Two members of « one of them » at once, one step opened twice: never two visas.
            models.UniqueConstraint(
                fields=["step", "holder"],
                condition=Q(voided_at=None),
                name="decision_once_a_seat",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(verdict="approved")
                | Q(verdict__in=("opposed", "refused")) & are_visible("remark"),
                name="refusal_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(in_place_of=None) | ~Q(in_place_of=models.F("by")),
                name="decision_deputy_is_another",
            ),
            models.CheckConstraint(
                condition=Q(paper_on=None, recorded_by=None, scan=None)
                | Q(paper_on__isnull=False, recorded_by__isnull=False),
                name="decision_on_paper_is_recorded",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="is_for_ever",
                operation=pgtrigger.UpdateOf(
                    "step_id",
                    "holder_id",
                    "content_id",
                    "by_id",
                    "in_place_of_id",
                    "verdict",
                    "remark",
                    "decided_at",
                    "paper_on",
                    "recorded_by_id",
                    "scan_id",
                ),
            )
        ]

    def __str__(self) -> str:
        return self.verdict_name

    @property
    def done(self) -> str:
        """Return what its author did, as a sentence about it begins."""
        return "Pris note" if self.is_acknowledgement else DONE[self.Verdict(self.verdict)]

    @property
    def is_acknowledgement(self) -> bool:
        return self.verdict == self.Verdict.APPROVED and self.step.approval.is_information

    @property
    def verdict_name(self) -> str:
        """« visa » is no word for an information."""
        return "lecture" if self.is_acknowledgement else str(self.Verdict(self.verdict).label)


DONE = {
    Decision.Verdict.APPROVED: "Visé",
    Decision.Verdict.OPPOSED: "Transmis avec avis défavorable",
    Decision.Verdict.REFUSED: "Refusé",
}

# Those who are asked now, of circuits that have changed since too.
DECIDERS.append(lambda: StepHolder.objects.filter(left_at=None, step__state="current").values("agent"))
# Those who were asked, and deputies who answered in their place.
READERS += [lambda: StepHolder.objects.values("agent"), lambda: Decision.objects.values("by")]
