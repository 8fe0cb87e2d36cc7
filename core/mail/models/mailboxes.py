"""The mailboxes that the intranet reads, the heartbeats that prove that mail works, and the alarms."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


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
    is_watched = models.BooleanField("à l’écoute", default=False)

    class Meta:
        verbose_name = "boîte aux lettres"
        verbose_name_plural = "boîtes aux lettres"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="mailbox_has_a_name"),
            models.CheckConstraint(
                condition=Q(trouble="", trouble_since=None)
                | (~Q(trouble="") & Q(trouble_since__isnull=False)),
                name="mailbox_trouble_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """A message that the town sends to itself; its arrival proves sending, delivery, fetching and reading."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="heartbeats")
    token = models.CharField(max_length=40, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "battement"
        indexes = [models.Index(fields=["mailbox", "-sent_at"], name="heartbeat_newest")]

    def __str__(self) -> str:
        return self.token


class Alarm(models.Model):
    """A problem of the mail or the tasks, announced once when it begins and once when it ends."""

    class Kind(models.TextChoices):
        MAILBOX = "mailbox", "Boîte en panne"
        HEARTBEAT = "heartbeat", "Message témoin en retard"
        QUARANTINE = "quarantine", "Quarantaine à regarder"
        READING = "reading", "Messages pris et pas encore lus"
        LOST = "lost", "Messages qui n’ont pas pu partir"
        SENDING = "sending", "Messages qui attendent de partir"
        WORKER = "worker", "Traitement des tâches arrêté"
        QUEUE = "queue", "Travail en retard"
        FAILED = "failed", "Tâches en échec"
        BACKUP = "backup", "Sauvegarde à vérifier"

    # The others are of the mail.
    OF_TASKS = (Kind.WORKER, Kind.QUEUE, Kind.FAILED, Kind.BACKUP)

    kind = models.CharField("nature", max_length=12, choices=Kind)
    mailbox = models.ForeignKey(
        Mailbox, models.CASCADE, verbose_name="boîte", null=True, related_name="alarms"
    )
    text = models.TextField("ce qui se passe")
    began_at = models.DateTimeField("depuis", default=timezone.now)
    ended_at = models.DateTimeField("jusqu’à", null=True)

    class Meta:
        verbose_name = "alarme du courrier"
        verbose_name_plural = "alarmes du courrier"
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "mailbox"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="alarm_rings_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="alarm_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.text}"

    @property
    def subject(self) -> str:
        """What is in trouble: « Intranet » or « Courrier »."""
        return "Intranet" if self.kind in self.OF_TASKS else "Courrier"


class AlarmTelling(models.Model):
    """An announcement of an alarm on the site; also sent through the fallback server, where the town has one."""

    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="tellings")
    is_end = models.BooleanField("c’est fini", default=False)
    text = models.TextField("ce qui est dit")
    told_at = models.DateTimeField("dit le", default=timezone.now)
    sent_elsewhere_at = models.DateTimeField("parti par l’autre chemin le", null=True)
    tries = models.PositiveSmallIntegerField("essais par l’autre chemin", default=0)
    error = models.TextField("dernière erreur de l’autre chemin", blank=True)

    class Meta:
        verbose_name = "annonce d’alarme"
        ordering = ["told_at", "pk"]
        indexes = [
            models.Index(
                fields=["told_at"], condition=Q(sent_elsewhere_at=None), name="telling_to_send_elsewhere"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["alarm"], condition=Q(is_end=True), name="alarm_end_told_once"),
        ]

    def __str__(self) -> str:
        return self.text
