"""Mails that arrive and mails that leave, the mailboxes that are read, and the addresses of both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone

from core.documents.models import Document
from core.people.models import Agent
from core.web.non_blank import are_visible
from core.web.public_ids import ReferencedModel, random_key

# A lost mail that was never sent again is a problem for these days only.
LOST_DAYS = 7


class Mailbox(models.Model):
    """The state of a mailbox of the settings, saved at each sync; its address and password stay in the settings."""

    class Trouble(models.TextChoices):
        NONE = "", "Aucun"
        UNREACHABLE = "unreachable", "Serveur injoignable"
        REFUSED = "refused", "Mot de passe ou jeton refusé"
        NO_FOLDER = "no_folder", "Dossier introuvable"
        CUT = "cut", "Connexion coupée en route"
        FULL = "full", "Enregistrement impossible"
        COUNT = "count", "Le compte n’y est pas"

    name = models.SlugField("boîte", max_length=60, unique=True)
    # That of the folder when it was last read: another value means that the UIDs start again.
    uidvalidity = models.BigIntegerField(null=True)
    last_pass_at = models.DateTimeField("dernier passage", null=True)
    last_success_at = models.DateTimeField("dernier passage réussi", null=True)
    trouble = models.CharField("ennui", max_length=12, choices=Trouble, blank=True)
    trouble_since = models.DateTimeField("depuis", null=True)
    error = models.TextField("mots du serveur", blank=True)
    # Of the last sync: how many messages the server counts in the folder, and how many of them have no row.
    on_server = models.PositiveIntegerField("sur le serveur", default=0)
    without_row = models.PositiveIntegerField("sans trace ici", default=0)

    class Meta:
        verbose_name = "boîte aux lettres"
        verbose_name_plural = "boîtes aux lettres"
        ordering = ["name"]
        constraints = [
            CheckConstraint(condition=~Q(name=""), name="mailbox_has_a_name"),
            CheckConstraint(
                condition=Q(trouble="", trouble_since=None)
                | (~Q(trouble="") & Q(trouble_since__isnull=False)),
                name="mailbox_trouble_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


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
    CLOSED = "closed", "Sujet clos"  # of earlier versions
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


class IncomingMail(ReferencedModel):
    """One message as the server delivered it. The row is stored before anything is parsed.

    `uidvalidity` and `uid` are those of the mailbox's folder; empty when another message now has them: see `source`.
    """

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
            Index(fields=["-taken_at", "-id"], name="incoming_newest"),
            Index(fields=["id"], condition=Q(state="received"), name="incoming_to_read"),
            Index(
                fields=["taken_at"], condition=Q(state__in=("quarantined", "held")), name="incoming_waiting"
            ),
            Index(fields=["mailbox", "uid"], condition=Q(left_folder_at=None), name="incoming_in_folder"),
            Index(fields=["sha256"], name="incoming_sha256"),
            Index(fields=["message_id"], condition=~Q(message_id=""), name="incoming_message_id"),
            Index(fields=["content_type", "object_id"], name="incoming_became"),
            Index(
                fields=["about_type", "about_id", "sender"],
                condition=Q(about_id__isnull=False),
                name="incoming_about",
            ),
        ]
        constraints = [
            UniqueConstraint(fields=["mailbox", "uidvalidity", "uid"], name="incoming_once_per_uid"),
            CheckConstraint(
                condition=Q(mailbox=None, uidvalidity=None, uid=None)
                | Q(mailbox__isnull=False, uidvalidity__isnull=False, uid__isnull=False),
                name="incoming_place_is_whole",
            ),
            CheckConstraint(condition=Q(state__in=State.values), name="incoming_known_state"),
            CheckConstraint(condition=Q(reason__in=Reason.values), name="incoming_known_reason"),
            CheckConstraint(condition=Q(trust__in=Trust.values), name="incoming_known_trust"),
            # One Message-ID with one body is filed once, whichever worker reads it first.
            UniqueConstraint(
                fields=["message_id", "body_digest"],
                condition=Q(state="filed") & ~Q(message_id=""),
                name="incoming_filed_once",
            ),
            CheckConstraint(
                condition=~Q(state__in=("quarantined", "held", "refused")) | ~Q(reason=""),
                name="incoming_waits_for_a_reason",
            ),
            CheckConstraint(
                condition=(
                    Q(state="set_aside") & are_visible("set_aside_reason") & Q(handled_by__isnull=False)
                )
                | (~Q(state="set_aside") & Q(set_aside_reason="")),
                name="incoming_set_aside_has_a_reason",
            ),
            CheckConstraint(
                condition=(Q(state="repeated") & Q(same_as__isnull=False)) | ~Q(state="repeated"),
                name="incoming_repeats_another",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or "(sans objet)"

    def remark(self, remarks: Iterable[str]) -> None:
        """Add these to the remarks, each once. Nothing is saved yet."""
        self.remarks = list(dict.fromkeys([*self.remarks, *remarks]))

    def settle(
        self, state: State, reason: Reason = Reason.NONE, *, error: str = "", same_as: Self | None = None
    ) -> None:
        """Save what was understood of it and what becomes of it; the caller holds the row."""
        self.state, self.reason, self.error = state, reason, error[:500]
        self.same_as, self.read_at = same_as, timezone.now()
        self.save()


class RawContent(models.Model):
    """The bytes, in a table of their own: no list loads them."""

    mail = models.OneToOneField(IncomingMail, models.CASCADE, primary_key=True, related_name="raw")
    content = models.BinaryField()

    class Meta:
        verbose_name = "octets d’un message"
        verbose_name_plural = "octets des messages"

    def __str__(self) -> str:
        return str(self.mail_id)


class Envelope(models.TextChoices):
    """The envelope sender, where errors come back."""

    BOUNCES = "bounces", "Une adresse de retour propre au message"
    NULL = "null", "Vide : rien ne revient, aucun robot ne répond"


class ReplyAddress(models.Model):
    """The address at which one person answers about one thing: « saperlipopette+<token and signature>@… ».

    The person is an agent, or anybody who writes from `address`: the public, to an inbox that is open to all.
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
            UniqueConstraint(fields=["agent", "content_type", "object_id"], name="reply_address_once"),
            UniqueConstraint(
                fields=["address", "content_type", "object_id"],
                condition=Q(agent=None),
                name="reply_address_of_the_public_once",
            ),
            CheckConstraint(
                condition=Q(agent__isnull=False, address="") | Q(agent=None) & ~Q(address=""),
                name="reply_address_of_one_person",
            ),
            CheckConstraint(condition=~Q(inbox=""), name="reply_address_of_an_inbox"),
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


class OutgoingMail(ReferencedModel):
    """One message to one address."""

    class State(models.TextChoices):
        WAITING = "waiting", "À envoyer"
        SENT = "sent", "Envoyé"
        KEPT = "kept", "Gardé sur le site (essai)"
        FAILED = "failed", "Perdu"

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
            Index(fields=["-created_at", "-id"], name="mail_newest"),
            Index(fields=["created_at"], condition=Q(state="failed"), name="mail_failed"),
            Index(fields=["id"], condition=Q(state="waiting"), name="mail_waiting"),
            Index(
                fields=["content_type", "object_id", "agent"],
                condition=Q(object_id__isnull=False),
                name="mail_about",
            ),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(state__in=("waiting", "sent", "kept", "failed")), name="mail_known_state"
            ),
            CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="mail_sent_has_its_time"
            ),
            CheckConstraint(condition=Q(envelope__in=Envelope.values), name="mail_known_envelope"),
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
        constraints = [UniqueConstraint(fields=["mail", "document"], name="outgoing_file_once")]

    def __str__(self) -> str:
        return str(self.document)


class Bounce(models.Model):
    """A report that a mail of ours did not reach an address; without `incoming`, the server refused it at once."""

    incoming = models.ForeignKey(IncomingMail, models.CASCADE, null=True, related_name="bounces")
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, related_name="bounces")
    address = models.CharField("adresse", max_length=320)
    is_permanent = models.BooleanField("définitif")
    status = models.CharField("code", max_length=20, blank=True)
    diagnostic = models.TextField("mots du serveur", blank=True)
    came_at = models.DateTimeField("revenu le", default=timezone.now)

    class Meta:
        verbose_name = "retour de courrier"
        verbose_name_plural = "retours de courrier"
        ordering = ["-came_at", "-pk"]
        constraints = [
            UniqueConstraint(fields=["incoming", "address"], name="bounce_once_per_report"),
            UniqueConstraint(
                fields=["mail", "address"], condition=Q(incoming=None), name="bounce_once_per_refusal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} : {self.status}"


class AddressTrouble(models.Model):
    """An address that mails bounce from; `failing_since` once the errors have repeated."""

    address = models.CharField("adresse", max_length=320)
    permanent_errors = models.PositiveIntegerField("erreurs définitives", default=0)
    last_error = models.TextField("dernière erreur", blank=True)
    last_error_at = models.DateTimeField("le", null=True)
    failing_since = models.DateTimeField("en échec depuis", null=True)

    class Meta:
        verbose_name = "adresse en difficulté"
        verbose_name_plural = "adresses en difficulté"
        constraints = [
            UniqueConstraint(Lower("address"), name="trouble_once_per_address"),
            CheckConstraint(condition=Q(address=Lower("address")), name="trouble_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.address


class AutomaticReply(models.Model):
    """An automatic answer that was sent; it limits the next ones to the same address."""

    address = models.CharField(max_length=320)
    kind = models.CharField(max_length=40)
    sent_at = models.DateTimeField(default=timezone.now)
    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="+")
    # The mail that it answers: never two answers of one kind to one mail.
    incoming = models.ForeignKey(IncomingMail, models.CASCADE, null=True, related_name="replies")

    class Meta:
        verbose_name = "réponse automatique"
        verbose_name_plural = "réponses automatiques"
        indexes = [Index(fields=["address", "kind", "-sent_at"], name="automatic_reply_newest")]
        constraints = [
            UniqueConstraint(fields=["incoming", "kind"], name="automatic_reply_once"),
            CheckConstraint(condition=Q(address=Lower("address")), name="automatic_reply_lower_case"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} : {self.address}"


class InlineImage(models.Model):
    """An image inside the text of mails: one that repeats is a signature's, and is left out."""

    sha256 = models.CharField(max_length=64)
    sender_domain = models.CharField(max_length=255)
    times = models.PositiveIntegerField(default=1)
    last_seen_on = models.DateField(auto_now=True)

    class Meta:
        verbose_name = "image dans un texte"
        verbose_name_plural = "images dans les textes"
        constraints = [UniqueConstraint(fields=["sha256", "sender_domain"], name="inline_image_once")]

    def __str__(self) -> str:
        return self.sha256
