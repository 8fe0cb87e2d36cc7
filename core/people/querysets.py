from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.people.ordering import alphabetical
from core.people.roles import CONFIRMERS, Role

if TYPE_CHECKING:
    from core.people.models import (  # noqa: F401  (named by the base classes)
        Absence,
        Agent,
        AgentSkill,
        Assignment,
        ChangeRequest,
        Project,
        Skill,
    )


# Who else decides, by their keys: of the models above these, and of the apps above this one.
DECIDERS: list[Callable[[], models.QuerySet[Any, Any]]] = []
# Who else reads something confidential, by their keys: who gave a visa, wrote a note, is named to read a letter.
READERS: list[Callable[[], models.QuerySet[Any, Any]]] = []
# An agent's unit, and those above it up to the general direction.
LINE = ("direction", "direction__parent", "direction__parent__parent", "direction__parent__parent__parent")


def closure[Key](starts: Iterable[Key], links: Iterable[tuple[Key, Key]]) -> set[Key]:
    """Return the starts, and all that the links lead to from them; a loop ends by itself."""
    found, pairs = set(starts), list(links)
    while more := {end for start, end in pairs if start in found} - found:
        found |= more
    return found


def of_line(look_up: str, value: Any) -> Q:
    """Match agents whose unit, or one above it, has this (`of_line("head", agent)`, `of_line("in", units)`)."""
    found = Q()
    for unit in LINE:
        found |= Q(**{f"{unit}__{look_up}": value})
    return found


class DirectionQuerySet(models.QuerySet[Any]):
    def by_name(self) -> DirectionQuerySet:
        return self.order_by(*alphabetical("name"), "pk")

    def concerned(self) -> DirectionQuerySet:
        """Return directions that an idea may concern: directions proper, not their services."""
        return self.filter(kind="direction").by_name()


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> AbsenceQuerySet:
        """Return absences on that day, one row each."""
        return self.filter(period__contains=day)

    def not_over(self, day: date) -> AbsenceQuerySet:
        return self.filter(period__endswith__gt=day)

    def for_list(self) -> AbsenceQuerySet:
        return self.select_related("agent", "deputy").order_by("period", "pk")


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    def waiting(self) -> ChangeRequestQuerySet:
        return self.filter(state="waiting")

    def confirmable_by(self, agent: Agent) -> ChangeRequestQuerySet:
        """Keep those that another account asks and that name somebody else."""
        if not agent.has_role(*CONFIRMERS):
            return self.none()
        return self.exclude(asked_by=agent).exclude(person=agent)

    def for_list(self) -> ChangeRequestQuerySet:
        """List what waits first, then the newest."""
        people = ("person", "former", "account", "asked_by", "decided_by", "direction__head")
        rows = self.select_related(*people, "absence__agent", "absence__deputy")
        return rows.order_by(models.Case(models.When(state="waiting", then=0), default=1), "-asked_at", "-pk")


class AgentQuerySet(models.QuerySet["Agent"]):
    def agents(self) -> AgentQuerySet:
        """Return people who work or worked for the town: without the accounts of elected members."""
        return self.filter(is_elected=False)

    def active(self) -> AgentQuerySet:
        """Agents at work: their accounts are open, and no elected member's is among them."""
        return self.agents().filter(is_active=True)

    def by_name(self) -> AgentQuerySet:
        return self.order_by(*alphabetical("last_name", "first_name"), "pk")

    def managed_by(self, agent: Agent) -> AgentQuerySet:
        """Whose named manager they are, or who works in a direction that they head, or below it."""
        return self.active().filter(Q(manager=agent) | of_line("head", agent)).exclude(pk=agent.pk)

    def who_decide(self) -> AgentQuerySet:
        """Keep those who have a role, head a direction, are named by DECIDERS, or stand in, now or later, for these.

        Whoever stands in for a deputy too: an absent one passes the place on. Two statements.
        """
        deciding = Q(groups__isnull=False) | Q(directions_headed__isnull=False)
        for theirs in DECIDERS:
            deciding |= Q(pk__in=theirs())
        everybody = self.model._default_manager
        absences: Any = self.model._meta.get_field("absences").related_model
        away = absences._default_manager.not_over(timezone.localdate()).exclude(deputy=None)
        places = closure(
            everybody.filter(deciding).values_list("pk", flat=True), away.values_list("agent_id", "deputy_id")
        )
        return self.filter(pk__in=places)

    def guarded(self) -> AgentQuerySet:
        """Keep those whose account one other person does not open alone: who decide, and those named by READERS."""
        found = Q(pk__in=self.model._default_manager.who_decide().values("pk"))
        for theirs in READERS:
            found |= Q(pk__in=theirs())
        return self.filter(found)

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


class ProjectQuerySet(models.QuerySet["Project"]):
    """The rights to read a project are decided here."""

    def of_member(self, agent: Agent) -> ProjectQuerySet:
        """Whose member they are; of a closed project, those who were on its last day."""
        if not agent.is_at_work:
            return self.none()
        theirs = agent.assignments.filter(project=OuterRef("pk")).as_member()
        return self.filter(Exists(theirs))

    def visible_to(self, agent: Agent) -> ProjectQuerySet:
        """The open ones and one's own: others do not exist."""
        if not agent.is_at_work:
            return self.none()
        theirs = agent.assignments.filter(project=OuterRef("pk")).as_member()
        return self.filter(Q(is_open=True) | Exists(theirs))

    def current(self) -> ProjectQuerySet:
        return self.filter(closed_on=None)

    def without_lead(self) -> ProjectQuerySet:
        """Keep those that nobody at work leads, today or on their last day; the group's own waits for its head."""
        model = self.model._meta.get_field("assignments").related_model
        assignments = cast(AssignmentQuerySet, model._default_manager.all())  # type: ignore[union-attr]  # (a foreign key)
        leads = assignments.filter(project=OuterRef("pk")).leads().as_member()
        return self.filter(~Exists(leads), is_group=False)

    def by_name(self) -> ProjectQuerySet:
        return self.order_by(*alphabetical("name"), "pk")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def on(self, day: date) -> AssignmentQuerySet:
        return self.filter(period__contains=day)

    def current(self) -> AssignmentQuerySet:
        """Return assignments of today; closed projects are over, whatever the days of their members."""
        return self.on(timezone.localdate()).filter(Q(project=None) | Q(project__closed_on=None))

    def as_member(self) -> AssignmentQuerySet:
        """Return project assignments that give the rights of a member: on the day it was closed, or today."""
        day = Coalesce(F("project__closed_on"), Value(timezone.localdate()), output_field=models.DateField())
        return self.filter(project__isnull=False).alias(member_on=day).filter(period__contains=F("member_on"))

    def leads(self) -> AssignmentQuerySet:
        """Return leads at work: a lead whose account is closed leaves the project without one."""
        return self.filter(is_lead=True, agent__is_active=True)

    def visible_to(self, agent: Agent) -> AssignmentQuerySet:
        """All but those to projects that they may not read."""
        if not agent.is_at_work:
            return self.none()
        projects = self.model._meta.get_field("project").related_model._default_manager.visible_to(agent)  # type: ignore[union-attr]  # (a foreign key)
        return self.filter(Q(project=None) | Q(project__in=projects.values("pk")))

    def for_list(self) -> AssignmentQuerySet:
        return self.select_related("agent__direction", "project", "direction").order_by("period", "pk")


class SkillQuerySet(models.QuerySet["Skill"]):
    def accepted(self) -> SkillQuerySet:
        return self.filter(is_accepted=True)

    def by_name(self) -> SkillQuerySet:
        return self.order_by(*alphabetical("name"), "pk")


class AgentSkillQuerySet(models.QuerySet["AgentSkill"]):
    def listed(self) -> AgentSkillQuerySet:
        """Return accepted skills of agents at work, which others find."""
        return self.filter(skill__is_accepted=True, agent__is_active=True, agent__is_elected=False)
