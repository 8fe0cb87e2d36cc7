from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q

from core.people.ordering import alphabetical
from core.people.roles import Role

if TYPE_CHECKING:
    from core.people.models import Absence, Agent  # noqa: F401  (named by the base classes)


class DirectionQuerySet(models.QuerySet[Any]):
    def by_name(self) -> DirectionQuerySet:
        return self.order_by(*alphabetical("name"), "pk")

    def concerned(self) -> DirectionQuerySet:
        """Those that an idea may concern: directions proper, not their services."""
        return self.filter(kind="direction").by_name()


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> AbsenceQuerySet:
        """Who is away on that day, one row each."""
        return self.filter(period__contains=day)

    def not_over(self, day: date) -> AbsenceQuerySet:
        return self.filter(period__endswith__gt=day)

    def for_list(self) -> AbsenceQuerySet:
        return self.select_related("agent", "deputy").order_by("period", "pk")


class AgentQuerySet(models.QuerySet["Agent"]):
    def agents(self) -> AgentQuerySet:
        """Those who work for the town, or did: without the accounts of elected members."""
        return self.filter(is_elected=False)

    def active(self) -> AgentQuerySet:
        """Agents at work: their accounts are open, and no elected member's is among them."""
        return self.agents().filter(is_active=True)

    def by_name(self) -> AgentQuerySet:
        return self.order_by(*alphabetical("last_name", "first_name"), "pk")

    def managed_by(self, agent: Agent) -> AgentQuerySet:
        """Whose named manager they are, or who works in a direction that they head, or below it."""
        units = (
            "direction",
            "direction__parent",
            "direction__parent__parent",
            "direction__parent__parent__parent",
        )
        theirs = Q(manager=agent)
        for unit in units:
            theirs |= Q(**{f"{unit}__head": agent})
        return self.active().filter(theirs).exclude(pk=agent.pk)

    def with_role(self, *roles: Role) -> AgentQuerySet:
        """Open accounts that have any of these roles, each once."""
        return self.active().filter(pk__in=Group.objects.filter(name__in=roles).values("agents"))

    def with_roles(self) -> AgentQuerySet:
        """Loads the names of the roles in the same statement."""
        names = Group.objects.filter(agents=OuterRef("pk")).values("name")
        return self.annotate(role_names=ArraySubquery(names))


# A base class made at run time, which mypy cannot follow.
class AgentManager(BaseUserManager.from_queryset(AgentQuerySet)):  # type: ignore[misc]  # made at run time
    def create_user(self, identifiant: str, password: str | None = None, **fields: Any) -> Agent:
        agent = self.model(identifiant=identifiant, **fields)
        agent.set_password(password)
        agent.save(using=self._db)
        return agent

    def create_superuser(self, identifiant: str, password: str | None = None, **fields: Any) -> Agent:
        """`createsuperuser`: an agent with the administrator's role. Raises ValidationError, which the command says."""
        agent = self.model(identifiant=identifiant, **fields)
        agent.clean()
        agent.validate_constraints()
        agent.set_password(password)
        agent.save(using=self._db)
        agent.groups.add(Group.objects.get(name=Role.ADMINISTRATOR))
        return agent

    def get_by_natural_key(self, identifiant: str) -> Agent:
        return self.get(identifiant__iexact=identifiant)
