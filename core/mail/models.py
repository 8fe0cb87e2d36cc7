"""What leaves by mail: written in the transaction of its cause, sent by the worker, kept with its fate."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.people.models import Agent
from core.ui.keys import random_key


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def failed(self) -> OutgoingMailQuerySet:
        return self.filter(state=OutgoingMail.State.FAILED)


class OutgoingMail(models.Model):
    """One message to one address."""

    class State(models.TextChoices):
        WAITING = "waiting", "À envoyer"
        SENT = "sent", "Envoyé"
        KEPT = "kept", "Gardé sur le site (essai)"
        FAILED = "failed", "En échec"

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
    kind = models.CharField("nature", max_length=60)
    agent = models.ForeignKey(
        Agent, models.SET_NULL, verbose_name="destinataire", null=True, related_name="+"
    )
    address = models.EmailField("adresse")
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte", help_text="Effacé après l’envoi quand il porte un lien secret.")
    html = models.TextField("mise en page", blank=True, help_text="Le même texte, pour qui lit le HTML.")
    is_secret = models.BooleanField("porte un lien secret", default=False)
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
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "sent", "kept", "failed")), name="mail_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="mail_sent_has_its_time"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
