"""Mails that arrive: their bytes, then what was parsed of them and what they became."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.mail.models.mailboxes import Mailbox
from core.people.models import Agent
from core.ui.keys import random_key
from core.ui.visible import are_visible


class State(models.TextChoices):
    """The state of a stored mail; all but RECEIVED are settled, or wait for a person."""

    RECEIVED = "received", "À lire"
    FILED = "filed", "Classé"
    AUTOMATIC = "automatic", "Automatique, gardé"
    REPEATED = "repeated", "Déjà reçu"
    REFUSED = "refused", "Refusé, l’expéditeur le sait"
    HELD = "held", "Attend son expéditeur"
    QUARANTINED = "quarantined", "En quarantaine"
    SET_ASIDE = "set_aside", "Écarté"
    EXPIRED = "expired", "Effacé après le délai"


class Reason(models.TextChoices):
    """Why a mail is held, refused or in quarantine."""

    NONE = "", "—"
    UNVERIFIED = "unverified", "Expéditeur non vérifié"
    UNKNOWN_SENDER = "unknown_sender", "Expéditeur inconnu de l’annuaire"
    UNREADABLE = "unreadable", "Message illisible"
    ENCRYPTED = "encrypted", "Message chiffré"
    TOO_LARGE = "too_large", "Message trop lourd"
    FORBIDDEN_FILE = "forbidden_file", "Pièce jointe refusée"
    NOT_ALLOWED = "not_allowed", "Pas permis"
    CLOSED = "closed", "Sujet clos"
    NO_ADDRESS = "no_address", "Aucune de nos adresses parmi les destinataires"
    OTHER_CONTENT = "other_content", "Même identifiant, autre contenu"
    ERROR = "error", "Erreur inattendue"


class Trust(models.TextChoices):
    """How much the sender's address can be trusted."""

    NONE = "", "—"
    VERIFIED = "verified", "Vérifié par le serveur de la ville"
    INTERNAL = "internal", "Remis par un relais interne"
    TOKEN = "token", "Écrit à une adresse de réponse secrète"
    CONFIRMED = "confirmed", "Confirmé par l’agent"
    UNVERIFIED = "unverified", "Non vérifié"
    FAILED = "failed", "Vérification échouée"


class IncomingMailQuerySet(models.QuerySet["IncomingMail"]):
    def to_read(self) -> IncomingMailQuerySet:
        return self.filter(state=State.RECEIVED)

    def awaiting_a_person(self) -> IncomingMailQuerySet:
        return self.filter(state=State.QUARANTINED)


class IncomingMail(models.Model):
    """One message as the server delivered it. The row is stored before anything is parsed.

    `uidvalidity` and `uid` are those of the mailbox's folder; empty when another message now has them: see `source`.
    """

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
    mailbox = models.ForeignKey(
        Mailbox, models.PROTECT, verbose_name="boîte", null=True, related_name="mails"
    )
    uidvalidity = models.BigIntegerField(null=True)
    uid = models.BigIntegerField(null=True)
    # Where it came from, for a row whose place is another message's now, and for those imported from files once.
    source = models.CharField("provenance", max_length=300, blank=True)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    size = models.BigIntegerField("taille en octets")
    # Above the limit only the headers were taken: `size` is then the server's word for the whole.
    is_headers_only = models.BooleanField("en-têtes seulement", default=False)
    delivered_at = models.DateTimeField("remis le", null=True)
    taken_at = models.DateTimeField("pris le", default=timezone.now)
    # Archived or marked on the server, which happens after this row is kept.
    left_folder_at = models.DateTimeField("rangé sur le serveur le", null=True)

    state = models.CharField("état", max_length=12, choices=State, default=State.RECEIVED)
    reason = models.CharField("raison", max_length=16, choices=Reason, blank=True)
    error = models.TextField("erreur", blank=True)
    attempts = models.PositiveSmallIntegerField("lectures tentées", default=0)
    read_at = models.DateTimeField("traité le", null=True)

    # What was parsed, without NUL, nor line breaks in a line.
    message_id = models.CharField("Message-ID", max_length=500, blank=True)
    body_digest = models.CharField("empreinte du corps", max_length=64, blank=True)
    inbox = models.CharField("adresse écrite", max_length=60, blank=True)
    sender_address = models.CharField("expéditeur", max_length=320, blank=True)
    sender_name = models.CharField("nom affiché", max_length=200, blank=True)
    sender = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="agent", null=True, blank=True, related_name="mails_sent"
    )
    trust = models.CharField("confiance", max_length=12, choices=Trust, blank=True)
    subject = models.CharField("objet", max_length=300, blank=True)
    text = models.TextField("texte", blank=True)
    # What an answer quotes, and its signature; shown by a click.
    folded = models.TextField("replié", blank=True)
    # Sentences for its readers: « signé, signature non vérifiée », « 2 pièces jointes refusées ».
    remarks = models.JSONField("remarques", default=list, blank=True)

    # What an answer is about, by its reply address or Message-IDs.
    about_type = models.ForeignKey(ContentType, models.PROTECT, null=True, db_index=False, related_name="+")
    about_id = models.BigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")

    # What it became.
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    became = GenericForeignKey("content_type", "object_id")
    same_as = models.ForeignKey(
        "self", models.PROTECT, verbose_name="répète", null=True, blank=True, related_name="repeats"
    )
    handled_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="traité par", null=True, blank=True, related_name="+"
    )
    set_aside_reason = models.TextField("motif", blank=True)

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "message reçu"
        verbose_name_plural = "messages reçus"
        ordering = ["-taken_at", "-pk"]
        indexes = [
            models.Index(fields=["-taken_at", "-id"], name="incoming_newest"),
            models.Index(fields=["id"], condition=Q(state="received"), name="incoming_to_read"),
            models.Index(
                fields=["taken_at"],
                condition=Q(state__in=("quarantined", "held")),
                name="incoming_waiting",
            ),
            models.Index(
                fields=["mailbox", "uid"], condition=Q(left_folder_at=None), name="incoming_in_folder"
            ),
            models.Index(fields=["sha256"], name="incoming_sha256"),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="incoming_message_id"),
            models.Index(fields=["content_type", "object_id"], name="incoming_became"),
            models.Index(
                fields=["about_type", "about_id", "sender"],
                condition=Q(about_id__isnull=False),
                name="incoming_about",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "uidvalidity", "uid"], name="incoming_once_per_uid"),
            models.CheckConstraint(
                condition=Q(mailbox=None, uidvalidity=None, uid=None)
                | Q(mailbox__isnull=False, uidvalidity__isnull=False, uid__isnull=False),
                name="incoming_place_is_whole",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="incoming_known_state"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="incoming_known_reason"),
            models.CheckConstraint(condition=Q(trust__in=Trust.values), name="incoming_known_trust"),
            # One Message-ID with one body is filed once, whichever worker reads it first.
            models.UniqueConstraint(
                fields=["message_id", "body_digest"],
                condition=Q(state="filed") & ~Q(message_id=""),
                name="incoming_filed_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("quarantined", "held", "refused")) | ~Q(reason=""),
                name="incoming_waits_for_a_reason",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="set_aside") & are_visible("set_aside_reason") & Q(handled_by__isnull=False)
                )
                | (~Q(state="set_aside") & Q(set_aside_reason="")),
                name="incoming_set_aside_has_a_reason",
            ),
            models.CheckConstraint(
                condition=(Q(state="repeated") & Q(same_as__isnull=False)) | ~Q(state="repeated"),
                name="incoming_repeats_another",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or "(sans objet)"


class RawContent(models.Model):
    """The bytes, in a table of their own: no list loads them."""

    mail = models.OneToOneField(IncomingMail, models.CASCADE, primary_key=True, related_name="raw")
    content = models.BinaryField()

    class Meta:
        verbose_name = "octets d’un message"
        verbose_name_plural = "octets des messages"

    def __str__(self) -> str:
        return str(self.mail_id)
