"""Mails that leave: written in the transaction of their cause, sent by the worker, kept with their result."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from core.documents.models import Document
from core.people.models import Agent
from core.ui.keys import random_key

# A lost mail that was never sent again is a problem for these days only.
LOST_DAYS = 7


class Envelope(models.TextChoices):
    """The envelope sender, where errors come back."""

    BOUNCES = "bounces", "Une adresse de retour propre au message"
    NULL = "null", "Vide : rien ne revient, aucun robot ne répond"


class ReplyAddress(models.Model):
    """The address at which one person answers about one thing: « saperlipopette+<token and signature>@… ».

    The person is an agent, or whoever writes from `address`: the public, to an inbox that is open to all.
    """

    token = models.CharField(max_length=12, unique=True, default=random_key, editable=False)
    inbox = models.CharField(max_length=60)
    agent = models.ForeignKey(Agent, models.CASCADE, null=True, related_name="+")
    address = models.CharField(max_length=320, blank=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "adresse de réponse"
        verbose_name_plural = "adresses de réponse"
        constraints = [
            models.UniqueConstraint(fields=["agent", "content_type", "object_id"], name="reply_address_once"),
            models.UniqueConstraint(
                fields=["address", "content_type", "object_id"],
                condition=Q(agent=None),
                name="reply_address_of_the_public_once",
            ),
            models.CheckConstraint(
                condition=Q(agent__isnull=False, address="") | Q(agent=None) & ~Q(address=""),
                name="reply_address_of_one_person",
            ),
            models.CheckConstraint(condition=~Q(inbox=""), name="reply_address_of_an_inbox"),
        ]

    def __str__(self) -> str:
        return self.token


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def waiting(self) -> OutgoingMailQuerySet:
        return self.filter(state=OutgoingMail.State.WAITING)

    def failed(self) -> OutgoingMailQuerySet:
        return self.filter(state=OutgoingMail.State.FAILED)

    def lost_lately(self, at: datetime) -> OutgoingMailQuerySet:
        return self.failed().filter(created_at__gt=at - timedelta(days=LOST_DAYS))

    def for_administrators(self) -> OutgoingMailQuerySet:
        """Without the confidential mails, whose recipients are not shown either."""
        return self.filter(is_confidential=False)

    def confidential(self) -> OutgoingMailQuerySet:
        return self.filter(is_confidential=True)


class OutgoingMail(models.Model):
    """One message to one address."""

    class State(models.TextChoices):
        WAITING = "waiting", "À envoyer"
        SENT = "sent", "Envoyé"
        KEPT = "kept", "Gardé sur le site (essai)"
        FAILED = "failed", "Perdu"

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
    kind = models.CharField("nature", max_length=60)
    agent = models.ForeignKey(
        Agent, models.SET_NULL, verbose_name="destinataire", null=True, related_name="+"
    )
    address = models.EmailField("adresse")
    # Of an inbox that is open to all: the From of what it sends to the public; empty for the intranet's own.
    from_address = models.CharField("adresse d’envoi", max_length=320, blank=True)
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte", help_text="Effacé après l’envoi quand il porte un lien secret.")
    html = models.TextField("mise en page", blank=True, help_text="Le même texte, pour qui lit le HTML.")
    is_secret = models.BooleanField("porte un lien secret", default=False)
    # The recipient reveals something that administrators must not learn.
    is_confidential = models.BooleanField("confidentiel", default=False)
    # The row that it is about, and where an answer goes.
    content_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    reply_address = models.ForeignKey(ReplyAddress, models.SET_NULL, null=True, related_name="mails")
    # Message-IDs between angle brackets, separated by spaces: the one answered, then those before it.
    in_reply_to = models.CharField(max_length=500, blank=True)
    references = models.TextField(blank=True)
    # An automatic answer (Auto-Submitted: auto-replied), not a notification (auto-generated).
    is_reply = models.BooleanField("réponse automatique", default=False)
    envelope = models.CharField("retour", max_length=8, choices=Envelope, default=Envelope.BOUNCES)
    # More headers, by name: as List-Unsubscribe of a digest.
    headers = models.JSONField(default=dict, blank=True)
    # An iCalendar text that is sent with it; its METHOD says what calendars do with it.
    calendar = models.TextField("agenda joint", blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    error = models.TextField("dernière erreur", blank=True)
    created_at = models.DateTimeField("écrit le", auto_now_add=True)
    sent_at = models.DateTimeField("parti le", null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "message envoyé"
        verbose_name_plural = "messages envoyés"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="mail_newest"),
            models.Index(fields=["created_at"], condition=Q(state="failed"), name="mail_failed"),
            models.Index(fields=["id"], condition=Q(state="waiting"), name="mail_waiting"),
            models.Index(
                fields=["content_type", "object_id", "agent"],
                condition=Q(object_id__isnull=False),
                name="mail_about",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "sent", "kept", "failed")), name="mail_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="mail_sent_has_its_time"
            ),
            models.CheckConstraint(condition=Q(envelope__in=Envelope.values), name="mail_known_envelope"),
        ]

    def __str__(self) -> str:
        return self.subject


class OutgoingFile(models.Model):
    """A document that leaves with a mail."""

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, verbose_name="message", related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="document", related_name="+")

    class Meta:
        verbose_name = "fichier d’un message envoyé"
        verbose_name_plural = "fichiers des messages envoyés"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mail", "document"], name="outgoing_file_once")]

    def __str__(self) -> str:
        return str(self.document)
