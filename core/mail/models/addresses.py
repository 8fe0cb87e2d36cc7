from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from core.mail.models.incoming import IncomingMail
from core.mail.models.outgoing import OutgoingMail


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
            models.UniqueConstraint(fields=["incoming", "address"], name="bounce_once_per_report"),
            models.UniqueConstraint(
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
            models.UniqueConstraint(Lower("address"), name="trouble_once_per_address"),
            models.CheckConstraint(condition=Q(address=Lower("address")), name="trouble_is_lower_case"),
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
        indexes = [models.Index(fields=["address", "kind", "-sent_at"], name="automatic_reply_newest")]
        constraints = [
            models.UniqueConstraint(fields=["incoming", "kind"], name="automatic_reply_once"),
            models.CheckConstraint(condition=Q(address=Lower("address")), name="automatic_reply_lower_case"),
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
        constraints = [
            models.UniqueConstraint(fields=["sha256", "sender_domain"], name="inline_image_once"),
        ]

    def __str__(self) -> str:
        return self.sha256
