"""Answers, what the sender writes again, and files."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from core.documents.models import Document
from core.mail.models import IncomingMail, OutgoingMail
from core.people.models import Agent
from core.ui.french import long_date
from core.ui.once import SubmissionKeyModel
from core.ui.visible import are_visible
from mailroom.models.items import ANSWER_LENGTH, TEXT_LENGTH, Channel, Item
from mailroom.querysets import EXCHANGE_WORDS


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


class Reply(models.Model):
    """Another message of the sender, in the same item."""

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
