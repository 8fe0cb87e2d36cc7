from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.french import of, spaced
from core.history.tracking import append_only, was_tracked
from core.people.models.agents import Absence, Agent, Direction
from core.people.querysets import DECIDERS, ChangeRequestQuerySet


@was_tracked(exclude=("email",))
class ChangeRequest(models.Model):
    """A head, a deputy or an address that waits for a second account, and what became of it.

    `person` is the head of `direction` (None: nobody) or who stands in during `absence`, `former` who did when it was
    asked; `email` is the address of `account` (empty: none), which is forgotten once it is decided.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "à confirmer"
        CONFIRMED = "confirmed", "confirmé"
        REFUSED = "refused", "refusé ou remplacé"

    direction = models.ForeignKey(
        Direction, models.CASCADE, verbose_name="direction", null=True, related_name="+"
    )
    absence = models.ForeignKey(Absence, models.CASCADE, verbose_name="absence", null=True, related_name="+")
    account = models.ForeignKey(Agent, models.PROTECT, verbose_name="compte", null=True, related_name="+")
    person = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="personne nommée", null=True, related_name="+"
    )
    former = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="personne remplacée", null=True, related_name="+"
    )
    is_interim = models.BooleanField("par intérim", default=False)
    email = models.EmailField("adresse de messagerie", blank=True)
    asked_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="demandé par", related_name="+")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    state = models.CharField("état", max_length=9, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="décidé par", null=True, related_name="+"
    )
    decided_at = models.DateTimeField("décidé le", null=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "changement à confirmer"
        verbose_name_plural = "changements à confirmer"
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__isnull=False, absence=None, account=None, email="")
                | Q(absence__isnull=False, direction=None, account=None, person__isnull=False, email="")
                | Q(account__isnull=False, direction=None, absence=None, person=None),
                name="change_request_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None, decided_at=None)
                | Q(state__in=("confirmed", "refused"), decided_by__isnull=False, decided_at__isnull=False)
                & Q(email=""),
                name="change_request_state_and_decision_agree",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("person")),
                name="change_request_is_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=["direction", "absence", "account"],
                condition=Q(state="waiting"),
                nulls_distinct=False,
                name="change_request_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        if self.account:
            return f"adresse de messagerie {of(self.account)}"
        named = f"{self.person or 'personne'}{', par intérim' if self.is_interim else ''}"
        if self.absence:
            return spaced(f"à la place {of(self.absence.agent)} : {named}")
        return spaced(f"responsable {of(self.direction)} : {named}")

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def concerned(self) -> list[Agent]:
        """Return those from whom it takes something, or in whose place somebody would act."""
        people = [self.former, self.account, self.absence.agent if self.absence else None]
        return [each for each in people if each]

    @property
    def current(self) -> Agent | None:
        """Return who heads or stands in now."""
        if self.direction:
            return self.direction.head
        return self.absence.deputy if self.absence else None


# Before it is confirmed too: an address changed meanwhile would be that of who decides afterwards.
DECIDERS.append(lambda: ChangeRequest.objects.waiting().exclude(person=None).values("person"))


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
