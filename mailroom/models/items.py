"""Items of mail, their numbers and their path."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from core.history.tracking import never_rewritten, track
from core.mail.models import IncomingMail
from core.people.models import Agent, Direction
from core.people.querysets import READERS
from core.ui.counting import NumberSeriesModel
from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel
from core.ui.visible import are_visible
from mailroom.models.office import ItemKind
from mailroom.querysets import ITEM_WORDS, LATE_FIRST, ItemQuerySet

SUBJECT_LENGTH, NAME_LENGTH, ADDRESS_LENGTH = 300, 200, 500
# An e-mail may be long; nothing of it is cut short of this.
TEXT_LENGTH, ANSWER_LENGTH, REASON_LENGTH = 200_000, 20_000, 500
# One address, as long as a mail that leaves can hold.
EMAIL, MOST_IN_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+"), 254


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

    def is_late(self, *, on: date) -> bool:
        """`querysets.is_late` says the same in SQL."""
        is_open = self.closed_at is None and self.state != State.SPAM
        return is_open and self.due_on is not None and self.due_on < on


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


# Of confidential ones, whoever follows them or is named to read them.
READERS += [
    lambda: Item.objects.filter(is_confidential=True, taken_by__isnull=False).values("taken_by"),
    lambda: Item.readers.through.objects.values("agent"),
]
