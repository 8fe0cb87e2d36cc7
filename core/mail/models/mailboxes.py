"""The mailboxes that the intranet reads."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


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
            models.CheckConstraint(condition=~Q(name=""), name="mailbox_has_a_name"),
            models.CheckConstraint(
                condition=Q(trouble="", trouble_since=None)
                | (~Q(trouble="") & Q(trouble_since__isnull=False)),
                name="mailbox_trouble_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name
