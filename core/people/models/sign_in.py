from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.history.tracking import append_only, was_tracked
from core.people.models.agents import Agent
from core.ui.french import of


class SignInCode(models.Model):
    """A one-time code on paper, for an agent without an address; only its hash is kept."""

    agent = models.OneToOneField(Agent, models.CASCADE, related_name="sign_in_code")
    code_hash = models.CharField(max_length=128)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = "code à usage unique"
        verbose_name_plural = "codes à usage unique"

    def __str__(self) -> str:
        return f"code {of(self.agent)}"


class SignIn(models.Model):
    """A line of the sign-in journal: append-only, deleted after SIGN_IN_DAYS; nothing that was typed is in it.

    `agent` is None for an attempt on an account that does not exist.
    """

    class Outcome(models.TextChoices):
        OPENED = "opened", "session ouverte"
        REFUSED = "refused", "entrée refusée"
        CLOSED = "closed", "compte fermé"
        PASSWORD_SET = "password_set", "mot de passe changé"
        ENDED = "ended", "session terminée"
        FACTOR_REMOVED = "factor_removed", "second facteur retiré"
        VOIDED = "voided", "codes et liens annulés"

    class Means(models.TextChoices):
        PASSWORD = "password", "mot de passe"
        CODE = "code", "code sur papier"
        MAIL = "mail", "lien reçu par messagerie"
        OPENID = "openid", "compte extérieur"
        SECOND_FACTOR = "factor", "second facteur"
        OWNER = "owner", "« Mes sessions »"
        ADMIN = "admin", "l’administration du site"

    at = models.DateTimeField("quand", default=timezone.now)
    agent = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="agent", null=True, related_name="sign_ins", db_index=False
    )
    address = models.GenericIPAddressField("depuis l’adresse", null=True)
    means = models.CharField("moyen", max_length=10, choices=Means)
    outcome = models.CharField("résultat", max_length=15, choices=Outcome)

    class Meta:
        verbose_name = "connexion"
        verbose_name_plural = "lignes du journal des connexions"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="sign_in_newest"),
            models.Index(fields=["agent", "-at"], name="sign_in_of_agent"),
        ]
        triggers = append_only("The sign-in journal")

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.agent or 'compte inconnu'}"


@was_tracked(exclude=("key_hash", "last_used_on"))
class SecretAddress(models.Model):
    """An address that stands for an agent where a program cannot sign in (a feed); only its key's SHA-256 is kept.

    `core.people.secret_addresses` gives, reads and revokes them.
    """

    agent = models.ForeignKey(Agent, models.CASCADE, verbose_name="agent", related_name="secret_addresses")
    purpose = models.CharField("usage", max_length=40)
    key_hash = models.CharField("empreinte", max_length=64, unique=True)
    created_at = models.DateTimeField("donnée le", auto_now_add=True)
    revoked_at = models.DateTimeField("retirée le", null=True)
    last_used_on = models.DateField("dernier usage", null=True)

    class Meta:
        verbose_name = "adresse secrète"
        verbose_name_plural = "adresses secrètes"
        constraints = [
            models.UniqueConstraint(
                fields=("agent", "purpose"),
                condition=Q(revoked_at=None),
                name="secret_address_one_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="secret_address_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"adresse secrète {of(self.agent)}"
