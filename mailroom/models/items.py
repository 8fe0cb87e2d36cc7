"""Items of mail, their numbers and their path; answers, what the sender writes again, and files."""

from __future__ import annotations

import re
from functools import cached_property
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Document
from core.french import long_date
from core.history.tracking import never_rewritten, track
from core.mail.models import IncomingMail, OutgoingMail
from core.people.models import Agent, Direction
from core.people.querysets import READERS
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import are_visible
from core.web.number_series import NumberSeriesModel
from core.web.public_ids import ReferencedModel
from mailroom.models.office import ItemKind
from mailroom.querysets import EXCHANGE_WORDS, ITEM_WORDS, LATE_FIRST, ItemQuerySet, Standing

SUBJECT_LENGTH, NAME_LENGTH, ADDRESS_LENGTH = 300, 200, 500
# An e-mail may be long; nothing of it is cut short of this.
TEXT_LENGTH, ANSWER_LENGTH, NOTE_LENGTH, REASON_LENGTH = 200_000, 20_000, 4_000, 500
# One address, as long as a mail that leaves can hold.
EMAIL, MOST_IN_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+"), 254


class Channel(models.TextChoices):
    MAIL = "mail", "courriel"
    PAPER = "paper", "papier"


class AnswerChannel(models.TextChoices):
    MAIL = "mail", "courriel"
    PAPER = "paper", "lettre"
    PHONE = "phone", "par téléphone"
    DESK = "desk", "au guichet"


class State(models.TextChoices):
    REGISTERED = "registered", "à attribuer"
    RETURNED = "returned", "rendu au bureau du courrier"
    ASSIGNED = "assigned", "à prendre en charge"
    TAKEN = "taken", "pris en charge"
    ANSWERED = "answered", "répondu"
    FILED = "filed", "classé sans réponse"
    PASSED_ON = "passed_on", "transmis à un autre organisme"
    SPAM = "spam", "indésirable"


NOBODY, SOMEBODY = Q(taken_by=None, taken_at=None), Q(taken_by__isnull=False, taken_at__isnull=False)
OPEN = Q(closed_at=None)
STATE_HAS_ITS_FACTS = (
    Q(state__in=("registered", "returned"), direction=None) & NOBODY & OPEN
    | Q(state="spam", direction=None) & NOBODY & OPEN
    | Q(state="assigned", direction__isnull=False) & NOBODY & OPEN
    | Q(state="taken", direction__isnull=False) & SOMEBODY & OPEN
    | Q(state="answered", direction__isnull=False, answered_at__isnull=False, closed_at__isnull=False)
    & SOMEBODY
    | Q(state__in=("filed", "passed_on"), closed_at__isnull=False)
    & are_visible("closing_reason")
    & (NOBODY | SOMEBODY)
)


# The history says what was done to which item and when, never what it says nor who wrote it.
@track(
    exclude=(
        *("reference", "submission_key", "sender_name", "sender_address", "subject", "text", "remarks"),
        *("mail", "closing_reason", "written_to", "proposal_reason", "reminded_on"),
    )
)
class Item(ReferencedModel, SubmissionKeyModel):
    """A letter or an e-mail that came to the town hall."""

    State = State
    Channel = Channel

    year = models.PositiveSmallIntegerField("année", editable=False)
    sequence = models.PositiveIntegerField("rang dans l’année", editable=False)
    channel = models.CharField("arrivé par", max_length=5, choices=Channel)
    mail = models.OneToOneField(
        IncomingMail, models.PROTECT, verbose_name="courriel", null=True, related_name="item"
    )
    # The address of ours that it was written to.
    written_to = models.CharField("adresse écrite", max_length=320, blank=True)
    sender_name = models.CharField("expéditeur", max_length=NAME_LENGTH, blank=True)
    # An e-mail address, or a postal one on several lines.
    sender_address = models.CharField("adresse de l’expéditeur", max_length=ADDRESS_LENGTH, blank=True)
    subject = models.CharField("objet", max_length=SUBJECT_LENGTH)
    text = models.TextField("texte", max_length=TEXT_LENGTH, blank=True)
    # Sentences of the gateway: files left out, an unverified sender.
    remarks = models.JSONField("remarques", default=list, blank=True)
    received_on = models.DateField("reçu le")
    registered_at = models.DateTimeField("enregistré le", default=timezone.now)
    registered_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="enregistré par", null=True, related_name="+"
    )
    kind = models.ForeignKey(ItemKind, models.PROTECT, verbose_name="nature", null=True, related_name="items")
    proposed_direction = models.ForeignKey(
        Direction, models.SET_NULL, verbose_name="direction proposée", null=True, related_name="+"
    )
    # « même expéditeur que le 2026-00012 »: what the mail office reads beside the proposal.
    proposal_reason = models.CharField(
        "raison de la proposition", max_length=REASON_LENGTH, blank=True, default="", db_default=""
    )
    direction = models.ForeignKey(
        Direction,
        models.PROTECT,
        verbose_name="direction chargée",
        null=True,
        related_name="mail_items",
    )
    copies = models.ManyToManyField(
        Direction, verbose_name="en copie", blank=True, related_name="mail_items_in_copy"
    )
    due_on = models.DateField("réponse avant le", null=True)
    # The last day when its deadline was recalled.
    reminded_on = models.DateField("rappelé le", null=True)
    is_confidential = models.BooleanField("confidentiel", default=False)
    readers = models.ManyToManyField(
        Agent, verbose_name="lecteurs nommés", blank=True, related_name="mail_items_to_read"
    )
    state = models.CharField("état", max_length=10, choices=State, default=State.REGISTERED)
    assigned_at = models.DateTimeField("attribué le", null=True)
    taken_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="suivi par", null=True, related_name="mail_items_taken"
    )
    taken_at = models.DateTimeField("pris en charge le", null=True)
    # Of the first answer: it stays when the sender writes again.
    answered_at = models.DateTimeField("répondu le", null=True)
    closed_at = models.DateTimeField("clos le", null=True)
    closing_reason = models.CharField("motif", max_length=REASON_LENGTH, blank=True)
    acknowledged_at = models.DateTimeField("accusé de réception envoyé le", null=True)
    # An invoice, a notice of a teleservice: registered as any mail, never acknowledged.
    is_from_program = models.BooleanField("écrit par un programme", default=False)
    # Of what stayed undesirable until its term: only its number is left.
    erased_at = models.DateTimeField("effacé le", null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "courrier"
        verbose_name_plural = "courriers"
        indexes = [
            models.Index(*LATE_FIRST, name="item_late_first"),
            models.Index(fields=["state", "due_on"], name="item_by_due_day"),
            models.Index(fields=["direction", "state"], name="item_of_direction"),
            models.Index(Lower("sender_address"), F("registered_at").desc(), name="item_of_sender"),
            GinIndex(ITEM_WORDS, name="item_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="item_number_once"),
            models.CheckConstraint(
                condition=Q(channel="mail") | Q(channel="paper", mail=None), name="item_paper_is_no_mail"
            ),
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("text"), TEXT_LENGTH)), name="item_text_is_not_too_long"
            ),
            models.CheckConstraint(condition=STATE_HAS_ITS_FACTS, name="item_state_has_its_facts"),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(state="spam", text="", sender_name="", sender_address="", remarks=[]),
                name="item_erased_says_nothing",
            ),
            models.CheckConstraint(
                # An item that is sorted has its day.
                condition=Q(direction=None)
                | Q(kind__isnull=False, due_on__isnull=False, assigned_at__isnull=False),
                name="item_assigned_is_sorted",
            ),
        ]

    def __str__(self) -> str:
        """Read in the admin, in notifications, in the history: never the subject."""
        return f"courrier {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("mailroom:item_detail", args=[self.reference])

    @property
    def label(self) -> str:
        """« 2026-00001 »."""
        return f"{self.year}-{self.sequence:05}"

    @property
    def email(self) -> str:
        """Return the address for an answer by mail; an empty text for a letter that gives only a postal address."""
        address = self.sender_address.strip()
        if len(address) > MOST_IN_EMAIL or not EMAIL.fullmatch(address):
            return ""
        try:
            # « a:b@… », « x@y..fr »: no server would take it.
            validate_email(address)
        except ValidationError:
            return ""
        return address

    def open_answer(self) -> PendingAnswer | None:
        """Return the answer that waits for its visas, or to be corrected."""
        return self.pending_answers.filter(ended_at=None).first()

    @cached_property
    def standings(self) -> dict[int, Standing]:
        """By agent, what `policies` asked of this row as it was read."""
        return {}


class NumberSeries(NumberSeriesModel):
    """Numbers of the register."""


class Gesture(models.TextChoices):
    REGISTERED = "registered", "enregistré"
    ASSIGNED = "assigned", "attribué"
    REASSIGNED = "reassigned", "réattribué"
    RETURNED = "returned", "rendu au bureau du courrier"
    TAKEN = "taken", "pris en charge"
    ANSWERED = "answered", "répondu"
    FILED = "filed", "classé sans réponse"
    PASSED_ON = "passed_on", "transmis à un autre organisme"
    SPAM = "spam", "mis aux indésirables"
    NOT_SPAM = "not_spam", "sorti des indésirables"
    REPLIED = "replied", "l’expéditeur a écrit de nouveau"
    ACKNOWLEDGED = "acknowledged", "accusé de réception envoyé"
    CHANGED = "changed", "fiche modifiée"
    GIVEN = "given", "confié"
    REOPENED = "reopened", "rouvert"
    JOINED = "joined", "joint à un autre courrier"
    OPINION = "opinion", "avis demandé"


class Movement(models.Model):
    """A step of the path of an item; nothing in it is rewritten."""

    item = models.ForeignKey(Item, models.CASCADE, verbose_name="courrier", related_name="movements")
    gesture = models.CharField("geste", max_length=12, choices=Gesture)
    from_direction = models.ForeignKey(Direction, models.PROTECT, null=True, related_name="+")
    to_direction = models.ForeignKey(Direction, models.PROTECT, null=True, related_name="+")
    from_person = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="mail_items_moved")
    to_person = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("motif", max_length=REASON_LENGTH, blank=True)
    # Nobody: the intranet itself, or the sender.
    by = models.ForeignKey(Agent, models.PROTECT, verbose_name="par", null=True, related_name="+")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "étape"
        verbose_name_plural = "étapes"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(gesture__in=("reassigned", "returned", "filed", "passed_on"))
                | are_visible("reason"),
                name="movement_has_its_reason",
            ),
        ]
        triggers: ClassVar = [never_rewritten(name="kept")]

    def __str__(self) -> str:
        return self.get_gesture_display()


class Answer(SubmissionKeyModel):
    """An answer of the town: an e-mail that left from the register, or a letter or a talk that it notes."""

    item = models.ForeignKey(Item, models.CASCADE, verbose_name="courrier", related_name="answers")
    channel = models.CharField("partie par", max_length=5, choices=AnswerChannel)
    text = models.TextField("texte", max_length=ANSWER_LENGTH, blank=True)
    by = models.ForeignKey(Agent, models.PROTECT, verbose_name="par", related_name="+")
    at = models.DateTimeField("notée le", default=timezone.now)
    # Of a letter, the day that it bears; of a talk, its day.
    sent_on = models.DateField("envoyée le")
    # What was promised when it left.
    due_on = models.DateField("attendue avant le")
    outgoing = models.OneToOneField(
        OutgoingMail, models.SET_NULL, verbose_name="courriel envoyé", null=True, related_name="+"
    )

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ["at", "pk"]
        indexes = [GinIndex(EXCHANGE_WORDS, name="item_answer_words")]
        constraints = [
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("text"), ANSWER_LENGTH)), name="answer_is_not_too_long"
            ),
            models.CheckConstraint(
                condition=Q(channel="paper") | are_visible("text"), name="answer_by_mail_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"réponse du {long_date(self.sent_on)}"


class PendingAnswer(models.Model):
    """An answer by mail as it will leave when its visas are given; until then it is corrected, or ended."""

    item = models.ForeignKey(Item, models.CASCADE, verbose_name="courrier", related_name="pending_answers")
    text = models.TextField("texte", max_length=ANSWER_LENGTH)
    signature = models.TextField("signature", blank=True)
    by = models.ForeignKey(Agent, models.PROTECT, verbose_name="par", related_name="+")
    submitted_at = models.DateTimeField("soumise le", default=timezone.now)
    written_again_at = models.DateTimeField("l’expéditeur a écrit de nouveau le", null=True)
    ended_at = models.DateTimeField("partie ou abandonnée le", null=True)
    answer = models.OneToOneField(
        Answer, models.CASCADE, verbose_name="partie comme", null=True, related_name="pending"
    )

    class Meta:
        verbose_name = "réponse soumise au visa"
        verbose_name_plural = "réponses soumises au visa"
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(ended_at=None), name="pending_answer_once_an_item"
            ),
        ]

    def __str__(self) -> str:
        return f"réponse du {long_date(self.submitted_at)}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()

    @property
    def signed(self) -> str:
        return f"{self.text}\n\n{self.signature}".strip()


class Reply(models.Model):
    """Another message of the sender, in the same item; or what the office joined to it."""

    # The first remark of what was joined, before its number.
    JOINED = "Enregistré sous le numéro"

    item = models.ForeignKey(Item, models.CASCADE, verbose_name="courrier", related_name="replies")
    mail = models.OneToOneField(
        IncomingMail, models.PROTECT, verbose_name="courriel", null=True, related_name="+"
    )
    address = models.CharField("adresse", max_length=320, blank=True)
    text = models.TextField("texte", max_length=TEXT_LENGTH)
    remarks = models.JSONField("remarques", default=list, blank=True)
    at = models.DateTimeField("reçue le", default=timezone.now)

    class Meta:
        verbose_name = "message de l’expéditeur"
        verbose_name_plural = "messages de l’expéditeur"
        ordering = ["at", "pk"]
        indexes = [GinIndex(EXCHANGE_WORDS, name="item_reply_words")]
        constraints = [
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("text"), TEXT_LENGTH)), name="reply_is_not_too_long"
            ),
        ]

    def __str__(self) -> str:
        return f"message du {long_date(self.at)}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()

    @property
    def is_joined(self) -> bool:
        return bool(self.remarks) and str(self.remarks[0]).startswith(self.JOINED)


class ItemFile(models.Model):
    """A file of the item, of an answer, sent or not, or of what the sender wrote again."""

    item = models.ForeignKey(Item, models.CASCADE, verbose_name="courrier", related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="document", related_name="item_files")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="files")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="files")
    # Stays when that answer has left.
    pending = models.ForeignKey(PendingAnswer, models.CASCADE, null=True, related_name="files")
    # Of the file's text, once it is read.
    words = SearchVectorField(null=True)

    class Meta:
        verbose_name = "fichier d’un courrier"
        verbose_name_plural = "fichiers des courriers"
        ordering = ["pk"]
        indexes = [GinIndex(fields=["words"], name="item_file_words")]
        constraints = [
            models.UniqueConstraint(fields=["item", "document"], name="item_file_once"),
            models.CheckConstraint(condition=Q(answer=None) | Q(reply=None), name="item_file_of_one_text"),
        ]

    def __str__(self) -> str:
        return str(self.document)


class Note(models.Model):
    """A word between colleagues about an item; or an opinion asked of another direction, and what it answers."""

    item = models.ForeignKey(Item, models.CASCADE, verbose_name="courrier", related_name="notes")
    text = models.TextField("texte", max_length=NOTE_LENGTH)
    by = models.ForeignKey(Agent, models.PROTECT, verbose_name="par", related_name="+")
    at = models.DateTimeField("le", default=timezone.now)
    asked_of = models.ForeignKey(
        Direction, models.PROTECT, verbose_name="demandé à", null=True, related_name="mail_opinions"
    )
    opinion = models.TextField("avis", max_length=NOTE_LENGTH, blank=True)
    given_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="avis de", null=True, related_name="+")
    given_at = models.DateTimeField("avis rendu le", null=True)
    # None for those of before there were keys.
    submission_key = models.UUIDField("clé d’envoi", unique=True, null=True, editable=False)

    class Meta:
        verbose_name = "note sur un courrier"
        verbose_name_plural = "notes sur les courriers"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"note du {long_date(self.at)}"


class Scan(ReferencedModel):
    """A letter that was scanned and waits for its number, in the order of the pile."""

    document = models.OneToOneField(
        Document, models.PROTECT, verbose_name="document", related_name="mail_scan"
    )
    by = models.ForeignKey(Agent, models.PROTECT, verbose_name="déposé par", related_name="+")
    at = models.DateTimeField("déposé le", default=timezone.now)

    class Meta:
        verbose_name = "scan à enregistrer"
        verbose_name_plural = "scans à enregistrer"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.document)


# Of confidential ones, the agents who follow them or are named to read them.
READERS += [
    lambda: Item.objects.filter(is_confidential=True, taken_by__isnull=False).values("taken_by"),
    lambda: Item.readers.through.objects.values("agent"),
]
