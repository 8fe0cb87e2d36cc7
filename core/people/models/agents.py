"""Agents, their addresses, roles and absences, and the tree of directions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, Group
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from core.french import of
from core.history.context import action_context
from core.history.tracking import track
from core.people.ordering import Mailbox, name_words, names_in_one_word
from core.people.querysets import AbsenceQuerySet, AgentManager, DirectionQuerySet
from core.people.roles import Role
from core.web.idempotency import SubmissionKeyModel
from core.web.public_ids import ReferencedModel


def refuse_elected(*columns: str) -> pgtrigger.Trigger:
    """The database refuses an elected account in these columns: agents only."""
    named = ", ".join(f"NEW.{column}" for column in columns)
    return pgtrigger.Trigger(
        name="agents_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*columns),
        func=f"""
            IF EXISTS (SELECT 1 FROM people_agent WHERE id IN ({named}) AND is_elected) THEN
                RAISE EXCEPTION 'an elected account is no agent'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'agents_only';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  # names of columns, written in this module
    )


@track(exclude=("reference",))
class Direction(ReferencedModel):
    """A unit of the town's tree: general direction, DGA, direction, service."""

    class Kind(models.TextChoices):
        GENERAL = "general", "Direction générale"
        DGA = "dga", "Direction générale adjointe"
        DIRECTION = "direction", "Direction"
        SERVICE = "service", "Service"

    name = models.CharField("nom", max_length=120)
    kind = models.CharField("niveau", max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="rattachement", null=True, blank=True, related_name="children"
    )
    head = models.ForeignKey(
        "people.Agent",
        models.PROTECT,
        verbose_name="responsable",
        null=True,
        blank=True,
        related_name="directions_headed",
    )
    is_interim = models.BooleanField("par intérim", default=False)

    objects = DirectionQuerySet.as_manager()

    class Meta:
        verbose_name = "direction"
        constraints = [
            models.UniqueConstraint(
                "parent",
                Lower("name"),
                name="direction_once_per_parent",
                nulls_distinct=False,
                violation_error_message="Ce nom existe déjà à cet endroit de l’organigramme.",
            ),
            models.CheckConstraint(
                condition=Q(kind="general", parent=None) | (~Q(kind="general") & Q(parent__isnull=False)),
                name="direction_only_general_is_root",
                violation_error_message=(
                    "Une direction générale n’a pas de rattachement ; tout autre niveau en a un."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_interim=False) | Q(head__isnull=False),
                name="direction_interim_has_a_head",
                violation_error_message="Sans responsable, il n’y a pas d’intérim.",
            ),
        ]
        triggers = [
            # A level lower at each step: the tree can hold no loop.
            pgtrigger.Trigger(
                name="parent_stands_above",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("ladder", "text[] := ARRAY['general', 'dga', 'direction', 'service']")],
                func="""
                    IF EXISTS (SELECT 1 FROM people_direction parent WHERE parent.id = NEW.parent_id
                               AND array_position(ladder, parent.kind::text) >= array_position(ladder, NEW.kind::text))
                    OR EXISTS (SELECT 1 FROM people_direction child WHERE child.parent_id = NEW.id
                               AND array_position(ladder, child.kind::text) <= array_position(ladder, NEW.kind::text))
                    THEN
                        RAISE EXCEPTION 'direction: the parent must stand above'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'direction_parent_stands_above';
                    END IF;
                    RETURN NEW;
                """,
            ),
            refuse_elected("head_id"),
        ]

    LADDER = (Kind.GENERAL, Kind.DGA, Kind.DIRECTION, Kind.SERVICE)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        ladder: list[str] = list(self.LADDER)
        if self.parent and self.kind and ladder.index(self.parent.kind) >= ladder.index(self.kind):
            raise ValidationError({"parent": "Le rattachement doit être d’un niveau au-dessus."})


# Each says whether an address is no person's: the mail offices, which stand above, add themselves.
RESERVED_ADDRESSES: list[Callable[[str], bool]] = []
NOT_A_PERSON = "Cette adresse est celle de l’intranet ou d’une salle, pas d’une personne."


def is_taken(address: str) -> bool:
    """Return whether an agent must not have it: a mail from there would be believed to be theirs."""
    return bool(address) and any(is_reserved(address) for is_reserved in RESERVED_ADDRESSES)


# Names, addresses and numbers are personal: the history keeps what was done, not who people were.
@track(
    exclude=(
        "reference",
        "password",
        "last_login",
        "identifiant",
        "email",
        "first_name",
        "last_name",
        "phone",
        "personnel_number",
        "directory_key",
        # It never changes.
        "is_elected",
    )
)
class Agent(ReferencedModel, AbstractBaseUser):
    """Someone who works for the town, or an elected member's account; the user model."""

    class Category(models.TextChoices):
        A = "A", "Catégorie A"
        B = "B", "Catégorie B"
        C = "C", "Catégorie C"

    identifiant = models.CharField(
        "identifiant",
        max_length=60,
        unique=True,
        help_text="Ce que l’agent tape pour se connecter, par exemple « cmartin » ; en minuscules.",
        error_messages={"unique": "Cet identifiant est déjà pris."},
    )
    email = models.EmailField("adresse de messagerie", null=True, blank=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    direction = models.ForeignKey(
        Direction,
        models.PROTECT,
        verbose_name="direction ou service",
        null=True,
        blank=True,
        related_name="agents",
    )
    manager = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="responsable",
        null=True,
        blank=True,
        related_name="agents_managed",
        help_text="À remplir seulement si ce n’est pas le responsable de la direction ou du service.",
    )
    category = models.CharField("catégorie", max_length=1, choices=Category, blank=True)
    function = models.CharField("fonction", max_length=120, blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    personnel_number = models.CharField("matricule", max_length=30, null=True, blank=True, unique=True)
    # Which entry of the town's LDAP directory this is (objectGUID, entryUUID); `manage.py import_ldap` writes it.
    directory_key = models.UUIDField(
        "clé dans l’annuaire technique",
        null=True,
        blank=True,
        unique=True,
        help_text="Écrite chaque nuit depuis l’annuaire technique de la ville (LDAP) : rien à taper ici. Videz-la pour "
        "délier ce compte.",
        error_messages={"unique": "Cette clé est déjà celle d’un autre agent."},
    )
    has_workstation = models.BooleanField("a un poste informatique", default=True)
    is_active = models.BooleanField(
        "compte ouvert",
        default=True,
        help_text="Décochez au départ d’un agent : il ne peut plus se connecter, ce qu’il a écrit reste.",
    )
    # An elected member signs in and gives visas: this account is nowhere among the agents, and reaches what
    # `core.people.middleware` lists. Given at its creation, for good.
    is_elected = models.BooleanField("élu", default=False, db_default=False, editable=False)
    groups = models.ManyToManyField(Group, verbose_name="rôles", blank=True, related_name="agents")
    # When a code was last printed or the address changed: who can open this account may be somebody else since. The
    # history keeps it, so that each time leaves an entry whose author is named and which holds no address.
    access_changed_at = models.DateTimeField("accès au compte changé le", null=True, editable=False)

    objects = AgentManager()

    USERNAME_FIELD = "identifiant"
    EMAIL_FIELD = "email"
    # What `createsuperuser` asks for: without an address, a forgotten password could not be changed.
    REQUIRED_FIELDS = ["email", "first_name", "last_name"]

    class Meta:
        verbose_name = "agent"
        indexes = [
            GinIndex(OpClass(name_words(), name="gin_trgm_ops"), name="agent_name_trigrams"),
            GinIndex(OpClass(names_in_one_word(), name="gin_trgm_ops"), name="agent_called_trigrams"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="agent_email_once",
                violation_error_message="Cette adresse est déjà celle d’un autre agent.",
            ),
            models.CheckConstraint(
                # Without a manager nothing is compared, and the check passes: it should.
                condition=~Q(manager=F("pk")),
                name="agent_manager_is_another",
                violation_error_message="Une personne n’est pas sa propre responsable.",
            ),
            models.CheckConstraint(
                condition=Q(identifiant=Lower("identifiant")) & ~Q(identifiant=""),
                name="agent_identifiant_is_lower_case",
            ),
            models.CheckConstraint(
                condition=~Q(email="") & ~Q(personnel_number=""), name="agent_absent_is_null_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(is_elected=False)
                | Q(direction=None, manager=None, personnel_number=None, directory_key=None),
                name="agent_elected_works_nowhere",
                violation_error_message="Un compte d’élu n’a ni direction, ni responsable, ni matricule.",
            ),
        ]
        triggers = [
            # Whatever the door: the admin, a correction, an import, the database itself.
            pgtrigger.Trigger(
                name="address_opens_account",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("email"),
                condition=pgtrigger.Q(old__email__df=pgtrigger.F("new__email")),
                func="NEW.access_changed_at = now(); RETURN NEW;",
            ),
            # What refers to an account was accepted for its kind.
            pgtrigger.ReadOnly(name="elected_for_good", fields=["is_elected"]),
            # A link to a new password sent before opens nothing once the account is open again (`reset_links`).
            pgtrigger.Trigger(
                name="closing_voids_links",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("is_active"),
                condition=pgtrigger.Q(old__is_active=True, new__is_active=False),
                func="NEW.access_changed_at = now(); RETURN NEW;",
            ),
            # Who is told of a code that they did not ask for chooses another password.
            pgtrigger.Trigger(
                name="password_voids_code",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("password"),
                condition=pgtrigger.Q(old__password__df=pgtrigger.F("new__password")),
                func="DELETE FROM people_signincode WHERE agent_id = NEW.id; RETURN NULL;",
            ),
            refuse_elected("manager_id"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.identifiant

    def get_short_name(self) -> str:
        return self.first_name

    def clean(self) -> None:
        super().clean()
        self.identifiant = self.identifiant.lower()
        self.email = self.email or None
        self.personnel_number = self.personnel_number or None
        # An agent may take as their own what was their other address.
        others = AddressAlias.objects.exclude(agent=self.pk)
        if self.email and others.filter(address__iexact=self.email).exists():
            raise ValidationError({"email": "Cette adresse est l’une des autres adresses d’un autre agent."})
        # One of before stays until it is changed: it refuses no other field.
        stored = Agent.objects.filter(pk=self.pk, email__iexact=self.email)
        if self.email and is_taken(self.email) and not stored.exists():
            raise ValidationError({"email": NOT_A_PERSON})

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the roles; the request's own agent has them loaded already (`with_roles`)."""
        if (loaded := getattr(self, "role_names", None)) is not None:
            return frozenset(loaded)
        return frozenset(self.groups.values_list("name", flat=True))

    @property
    def is_deputy(self) -> bool:
        """Whether they stand in for somebody today; the request's own agent has the answer loaded."""
        loaded: bool | None = getattr(self, "stands_in", None)
        return self.deputations.on(timezone.localdate()).exists() if loaded is None else loaded

    @property
    def has_projects(self) -> bool:
        """Whether they are or were a member of a project; the request's own agent has the answer loaded."""
        loaded: bool | None = getattr(self, "is_assigned", None)
        return self.assignments.exclude(project=None).exists() if loaded is None else loaded

    def has_role(self, *roles: Role) -> bool:
        """An open account with any of these roles."""
        return self.is_active and not self.roles.isdisjoint(roles)

    @property
    def is_at_work(self) -> bool:
        """An open account of an agent: what `AgentQuerySet.active` keeps."""
        return self.is_active and not self.is_elected

    @property
    def is_staff(self) -> bool:
        """Whoever has a role has something to do in the admin."""
        return self.is_active and bool(self.roles)

    def note_access_change(self, name: str, *, by: Agent | None) -> None:
        """Name in the history what may open this account to somebody else; links sent before are void from now on."""
        self.access_changed_at = timezone.now()
        with action_context(name, by=by):
            self.save(update_fields=["access_changed_at"])

    # What third-party admin pages ask; this project's own ask policies.
    def has_perm(self, perm: str | list[str], obj: Any = None) -> bool:
        return self.has_role(Role.ADMINISTRATOR)

    has_perms = has_module_perms = has_perm


class AddressAlias(models.Model):
    """Another address from which an agent writes: a former name, a function, a mailbox of the service."""

    agent = models.ForeignKey(Agent, models.CASCADE, verbose_name="agent", related_name="aliases")
    address = models.EmailField("autre adresse")

    class Meta:
        verbose_name = "autre adresse"
        verbose_name_plural = "autres adresses"
        ordering = ["address"]
        indexes = [GinIndex(OpClass(Mailbox("address"), name="gin_trgm_ops"), name="alias_called_trigrams")]
        constraints = [
            models.UniqueConstraint(
                Lower("address"),
                name="alias_once",
                violation_error_message="Cette adresse est déjà celle d’un agent.",
            ),
        ]
        triggers = [
            # Whatever the door. A mail from this address is believed to be the agent's: the agent's history says it.
            pgtrigger.Trigger(
                name="alias_changes_access",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("address", "agent_id") | pgtrigger.Delete,
                func="""
                    UPDATE people_agent SET access_changed_at = now()
                    WHERE TG_OP <> 'DELETE' AND id = NEW.agent_id OR TG_OP <> 'INSERT' AND id = OLD.agent_id;
                    RETURN NULL;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.address

    def clean(self) -> None:
        super().clean()
        self.address = self.address.strip().lower()
        others = Agent.objects.exclude(pk=self.agent_id)
        if self.address and others.filter(email__iexact=self.address).exists():
            raise ValidationError({"address": "Cette adresse est déjà celle d’un autre agent."})
        stored = AddressAlias.objects.filter(pk=self.pk, address__iexact=self.address)
        if is_taken(self.address) and not stored.exists():
            raise ValidationError({"address": NOT_A_PERSON})


@track(exclude=("reference", "submission_key"))
class Absence(ReferencedModel, SubmissionKeyModel):
    """Days when an agent is away, and who acts in their place."""

    agent = models.ForeignKey(Agent, models.PROTECT, verbose_name="agent", related_name="absences")
    period = DateRangeField("du… au…")
    deputy = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="suppléant", null=True, blank=True, related_name="deputations"
    )
    noted_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="notée par", related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "absence"
        constraints = [
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[("agent", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Une absence de cette personne couvre déjà une partie de ces jours.",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("agent")), name="absence_deputy_is_another"
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False, period__upper_inf=False),
                name="absence_has_both_ends",
            ),
        ]
        triggers = [refuse_elected("agent_id", "deputy_id")]

    def __str__(self) -> str:
        return f"absence {of(self.agent)}"

    @property
    def first_day(self) -> date:
        return self.period.lower

    @property
    def last_day(self) -> date:
        return self.period.upper - timedelta(days=1)

    @property
    def is_over(self) -> bool:
        return self.last_day < timezone.localdate()


# Django makes the table of agents and roles at run time: mypy knows no such name.
@track(obj_field=None)
class RoleGiven(Agent.groups.through):  # type: ignore[name-defined]  # made at run time
    """A role held by an agent: giving and taking it away leave a trace too."""

    class Meta:
        proxy = True
        triggers = [refuse_elected("agent_id")]
