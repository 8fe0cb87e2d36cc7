"""Items of mail, their kinds, files and path; answers, replies; what the mail office sets once for all."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Document
from core.history.tracking import track
from core.mail.models import IncomingMail, OutgoingMail
from core.people.models import Agent, Direction
from core.retention.models import EliminationModel
from core.ui.french import long_date
from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel
from core.ui.visible import are_visible
from mailroom.querysets import ITEM_WORDS, ItemQuerySet

SUBJECT_LENGTH, NAME_LENGTH, ADDRESS_LENGTH = 300, 200, 500
# An e-mail may be long; nothing of it is cut short of this.
TEXT_LENGTH, ANSWER_LENGTH, REASON_LENGTH = 200_000, 20_000, 500
# One address, as long as a mail that leaves can hold.
EMAIL, MOST_IN_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+"), 254


class Fate(models.TextChoices):
    DESTROYED = "destroyed", "éliminé, avec le visa des archives"
    ARCHIVED = "archived", "versé aux archives"
    SORTED = "sorted", "trié avec les archives"


@track()
class ItemKind(models.Model):
    """What an item is: its deadline, and how long it is kept. The mail office keeps the list."""

    name = models.CharField("nom", max_length=80, unique=True)
    answer_days = models.PositiveSmallIntegerField(
        "réponse sous",
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="En jours ouvrés, à partir de la réception.",
    )
    retention_years = models.PositiveSmallIntegerField(
        "conservé",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text="En années, après sa clôture. Fixez-la avec les archives.",
    )
    fate = models.CharField("sort final", max_length=10, choices=Fate, default=Fate.DESTROYED)
    mention = models.TextField(
        "mention de l’accusé de réception",
        max_length=1000,
        blank=True,
        help_text="Décision implicite et recours, là où ils s’appliquent\u00a0; vide pour les autres natures.",
    )
    position = models.PositiveSmallIntegerField("rang", default=50, help_text="Les listes suivent ce rang.")
    is_retired = models.BooleanField("retirée de la liste", default=False)

    class Meta:
        verbose_name = "nature de courrier"
        verbose_name_plural = "natures de courrier"
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(condition=are_visible("name"), name="item_kind_has_a_name"),
            models.CheckConstraint(condition=Q(fate__in=Fate.values), name="item_kind_known_fate"),
            models.CheckConstraint(
                condition=Q(retention_years__range=(1, 99), answer_days__range=(1, 365)),
                name="item_kind_has_its_terms",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Channel(models.TextChoices):
    MAIL = "mail", "courriel"
    PAPER = "paper", "papier"


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
        *("mail", "closing_reason", "written_to"),
    )
)
class Item(SubmissionKeyModel):
    """A letter or an e-mail that came to the town hall."""

    State = State
    Channel = Channel

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
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

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "courrier"
        verbose_name_plural = "courriers"
        indexes = [
            models.Index(fields=["state", "due_on"], name="item_by_due_day"),
            models.Index(fields=["direction", "state"], name="item_of_direction"),
            models.Index(Lower("sender_address"), F("registered_at").desc(), name="item_of_sender"),
            GinIndex(ITEM_WORDS, name="item_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="item_number_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="item_number_from_one"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="item_known_state"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="item_known_channel"),
            models.CheckConstraint(
                condition=Q(channel="mail") | Q(channel="paper", mail=None), name="item_paper_is_no_mail"
            ),
            models.CheckConstraint(condition=are_visible("subject"), name="item_says_something"),
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("text"), TEXT_LENGTH)), name="item_text_is_not_too_long"
            ),
            models.CheckConstraint(condition=STATE_HAS_ITS_FACTS, name="item_state_has_its_facts"),
            models.CheckConstraint(
                # An item that is sorted has its day.
                condition=Q(direction=None)
                | Q(kind__isnull=False, due_on__isnull=False, assigned_at__isnull=False),
                name="item_assigned_is_sorted",
            ),
            models.CheckConstraint(
                # Of a moment that is not there nothing is compared, and the check passes.
                condition=(Q(taken_at=None) | Q(taken_at__gte=F("assigned_at")))
                & (Q(closed_at=None) | Q(closed_at__gte=F("registered_at"))),
                name="item_steps_in_order",
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
        """Where an answer by mail goes; empty for a letter that gives only a postal address."""
        address = self.sender_address.strip()
        if len(address) > MOST_IN_EMAIL or not EMAIL.fullmatch(address):
            return ""
        try:
            # « a:b@… », « x@y..fr »: no server would take it.
            validate_email(address)
        except ValidationError:
            return ""
        return address

    def is_late(self, *, on: date) -> bool:
        """`querysets.is_late` says the same in SQL."""
        is_open = self.closed_at is None and self.state != State.SPAM
        return is_open and self.due_on is not None and self.due_on < on


class NumberSeries(models.Model):
    """The last number given in a year; its row is locked while a number is given, so the series has no hole."""

    year = models.PositiveSmallIntegerField("année", unique=True)
    last = models.PositiveIntegerField("dernier numéro donné", default=0)

    class Meta:
        verbose_name = "série de numéros"
        verbose_name_plural = "séries de numéros"

    def __str__(self) -> str:
        return f"{self.year}\u00a0: {self.last}"


class Gesture(models.TextChoices):
    """What was done to an item, as its trail says it."""

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
            models.CheckConstraint(condition=Q(gesture__in=Gesture.values), name="movement_known_gesture"),
            models.CheckConstraint(
                condition=~Q(gesture__in=("reassigned", "returned", "filed", "passed_on"))
                | are_visible("reason"),
                name="movement_has_its_reason",
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.get_gesture_display()


class Answer(SubmissionKeyModel):
    """An answer of the town: an e-mail that left from the register, or a letter that it notes with its scan."""

    item = models.ForeignKey(Item, models.CASCADE, verbose_name="courrier", related_name="answers")
    channel = models.CharField("partie par", max_length=5, choices=Channel)
    text = models.TextField("texte", max_length=ANSWER_LENGTH, blank=True)
    by = models.ForeignKey(Agent, models.PROTECT, verbose_name="par", related_name="+")
    at = models.DateTimeField("notée le", default=timezone.now)
    # Of a letter, the day that it bears.
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
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="answer_known_channel"),
            models.CheckConstraint(
                condition=Q(channel="paper") | are_visible("text"), name="answer_by_mail_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"réponse du {long_date(self.sent_on)}"


class Reply(models.Model):
    """What the sender wrote again, into the same item."""

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
        constraints = [models.CheckConstraint(condition=are_visible("text"), name="reply_says_something")]

    def __str__(self) -> str:
        return f"message du {long_date(self.at)}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()


class ItemFile(models.Model):
    """A file of the item, of an answer or of what the sender wrote again."""

    item = models.ForeignKey(Item, models.CASCADE, verbose_name="courrier", related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="document", related_name="item_files")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="files")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="files")
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


# What the mail office sets


@track(exclude=("address",))
class RegisterAddress(models.Model):
    """One of the addresses of the register: which direction it is for, and whether the sender is told at once."""

    address = models.EmailField(
        "adresse", help_text="Une des adresses du courrier\u00a0; elle peut n’avoir aucune fiche."
    )
    direction = models.ForeignKey(
        Direction,
        models.PROTECT,
        verbose_name="direction proposée",
        null=True,
        blank=True,
        related_name="+",
        help_text="Pour ce qui arrive à cette adresse\u00a0; le bureau du courrier choisit toujours.",
    )
    acknowledges = models.BooleanField(
        "accuse réception",
        default=False,
        help_text="L’expéditeur reçoit le modèle d’accusé de réception, une fois, et jamais un automate.",
    )
    acknowledges_at_once = models.BooleanField(
        "dès l’arrivée", default=False, help_text="Sinon quand la direction chargée est connue."
    )

    class Meta:
        verbose_name = "adresse du courrier"
        verbose_name_plural = "adresses du courrier"
        ordering = ["address"]
        constraints = [
            models.UniqueConstraint(
                Lower("address"),
                name="register_address_once",
                violation_error_message="Cette adresse a déjà sa fiche.",
            ),
            models.CheckConstraint(
                condition=Q(acknowledges_at_once=False) | Q(acknowledges=True),
                name="register_address_at_once_acknowledges",
                violation_error_message="«\u00a0Dès l’arrivée\u00a0» demande aussi «\u00a0accuse réception\u00a0».",
            ),
        ]

    def __str__(self) -> str:
        return self.address


@track()
class ServiceContact(models.Model):
    """How the public reaches a direction; written in acknowledgements."""

    direction = models.OneToOneField(
        Direction, models.CASCADE, verbose_name="direction ou service", related_name="public_contact"
    )
    address = models.CharField("adresse postale", max_length=300)
    phone = models.CharField("téléphone", max_length=40)

    class Meta:
        verbose_name = "coordonnées d’un service"
        verbose_name_plural = "coordonnées des services"
        ordering = ["direction__name"]
        constraints = [
            models.CheckConstraint(condition=are_visible("address", "phone"), name="service_contact_is_whole")
        ]

    def __str__(self) -> str:
        return str(self.direction)


# Written in the model between brackets; nothing else is replaced.
TOKENS = ("[numéro]", "[date]", "[service]", "[adresse]", "[téléphone]", "[mention]")


@track()
class AcknowledgementText(models.Model):
    """The model of the acknowledgement: one row, which the migration makes and the mail office changes."""

    subject = models.CharField("objet", max_length=150)
    text = models.TextField(
        "texte",
        max_length=4000,
        help_text="Entre crochets, ce qui est propre à chaque courrier\u00a0: [numéro], [date], [service], [adresse], "
        "[téléphone], [mention]. Une ligne dont le crochet n’a rien à dire est laissée de côté.",
    )

    class Meta:
        verbose_name = "modèle d’accusé de réception"
        verbose_name_plural = "modèle d’accusé de réception"
        constraints = [
            models.CheckConstraint(
                condition=are_visible("subject", "text"), name="acknowledgement_says_something"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def clean(self) -> None:
        for name in ("subject", "text"):
            left = getattr(self, name)
            for token in TOKENS:
                left = left.replace(token, "")
            if "[" in left or "]" in left:
                known = ", ".join(TOKENS)
                raise ValidationError(
                    {name: f"Un crochet n’est pas de ceux que le modèle connaît\u00a0: {known}."}
                )


class QuietedSender(models.Model):
    """An address whose mails go straight to « indésirables »."""

    address = models.CharField("adresse", max_length=320)
    by = models.ForeignKey(Agent, models.PROTECT, verbose_name="par", related_name="+")
    at = models.DateTimeField("depuis le", default=timezone.now)

    class Meta:
        verbose_name = "expéditeur mis en sourdine"
        verbose_name_plural = "expéditeurs mis en sourdine"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(Lower("address"), name="quieted_sender_once"),
            models.CheckConstraint(condition=are_visible("address"), name="quieted_sender_has_an_address"),
        ]

    def __str__(self) -> str:
        return self.address


class Elimination(EliminationModel):
    """What remains of items that were eliminated."""

    # Of each: its number, its kind, the days of its reception and of its end.
    items = models.JSONField("numéros", encoder=DjangoJSONEncoder)
