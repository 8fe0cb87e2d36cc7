"""Add and remove members of a project, and choose its lead. Each action locks the project first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from core.history.context import action_context
from core.people import secret_addresses
from core.people.models import Agent, Assignment, Project
from core.people.policies import can_read_project
from core.ui.french import spaced
from core.ui.locks import locked
from spaces import notifications, policies
from spaces.members import periods

ALREADY = "Cette personne est déjà membre du projet."
GONE = "Le compte de cette personne est fermé."
NO_MORE = "Cette personne n’est plus membre du projet."
HAS_LEAD = "Ce projet a déjà un pilote."
NOT_ONESELF = spaced("Ce projet est réservé à ses membres : nommez quelqu’un d’autre.")
LEAD_STAYS = "Le pilote passe d’abord le relais à un autre membre."


@transaction.atomic
def add(
    project: Project, *, by: Agent, agent: Agent, title: str = "", ends_on: date | None = None, **key: Any
) -> Assignment:
    project = _locked(project, by, policies.can_choose_members)
    return _enter(project, agent, by=by, title=title, last_day=ends_on, **key)


@transaction.atomic
def change(assignment: Assignment, *, by: Agent, title: str, ends_on: date | None = None) -> Assignment:
    """The role, and the last day that is planned; a lead's never is."""
    _, assignment = _member(assignment, by)
    assignment.title = title
    if not assignment.is_lead:
        upper = ends_on + periods.ONE_DAY if ends_on else None
        assignment.period = DateRange(assignment.period.lower, upper)
    assignment.validate_constraints()
    with action_context("a changé le rôle d’un membre", by=by):
        assignment.save(update_fields=["title", "period"])
    return assignment


@transaction.atomic
def remove(assignment: Assignment, *, by: Agent) -> None:
    project, assignment = _member(assignment, by)
    if assignment.is_lead:
        raise ValidationError(LEAD_STAYS)
    with action_context("a retiré un membre", by=by):
        periods.end(assignment)
    _left(project, assignment.agent, by=by)


@transaction.atomic
def leave(project: Project, *, by: Agent) -> None:
    project = _locked(project, by, policies.can_leave)
    with action_context("a quitté le projet", by=by):
        periods.end(periods.current(project).get(agent=by))
    _left(project, by, by=by)


@transaction.atomic
def pass_lead(project: Project, *, by: Agent, to: Assignment) -> None:
    """To another member; who led stays one."""
    project = _locked(project, by, policies.can_choose_members)
    if not (heir := periods.current(project).filter(pk=to.pk, agent__is_active=True).first()):
        raise ValidationError(NO_MORE)
    if heir.is_lead:
        raise ValidationError(HAS_LEAD)
    with action_context("a passé le relais", by=by):
        _lead(project, heir)
    notifications.notify_lead(project, heir.agent, by=by)


@transaction.atomic
def take_lead(project: Project, *, by: Agent) -> None:
    """When nobody leads it any more; of two who press at once, the first."""
    project = _locked(project, by, policies.can_write)
    if not policies.can_take_lead(by, project):
        raise ValidationError(HAS_LEAD)
    with action_context("a repris le pilotage", by=by):
        _lead(project, periods.current(project).get(agent=by))
    notifications.notify_lead(project, by, by=by)


@transaction.atomic
def name_lead(project: Project, *, by: Agent, agent: Agent) -> None:
    """By who may, while it has none; whoever may not read a reserved project does not enter it so."""
    project = policies.lock(project)
    if not policies.can_name_lead(by, project):
        raise ValidationError(HAS_LEAD)
    if agent == by and not can_read_project(by, project):
        raise ValidationError({"agent": NOT_ONESELF})
    with action_context("a nommé un pilote", by=by):
        if not (known := periods.current(project).filter(agent=agent).first()):
            known = _enter(project, agent, by=by)
        _lead(project, known)
    notifications.notify_lead(project, agent, by=by)


@transaction.atomic
def notify_without_lead() -> None:
    """The head of the sponsor, once for each time that a project is without a lead."""
    waiting = Project.objects.current().without_lead()
    for project in locked(waiting.select_related("sponsor__head").order_by("pk")):
        notifications.notify_no_lead(project)


@transaction.atomic
def hide_reserved() -> None:
    """From those whose days as members are over."""
    for project in locked(Project.objects.filter(is_open=False).order_by("pk")):
        notifications.hide(project)


def _left(project: Project, agent: Agent, *, by: Agent) -> None:
    secret_addresses.revoke(agent, policies.feed_purpose(project))
    if not project.is_open:
        notifications.hide(project)
    notifications.notify_left(project, agent, by=by)


def begin_with_lead(project: Project, lead: Agent, *, by: Agent) -> None:
    """A new project has its lead, and nobody else yet."""
    notifications.notify_entered(periods.begin(project, lead, is_lead=True), by=by)


def _enter(project: Project, agent: Agent, *, by: Agent, **fields: Any) -> Assignment:
    if not Agent.objects.active().filter(pk=agent.pk).exists():
        raise ValidationError({"agent": GONE})
    if periods.current(project).filter(agent=agent).exists():
        raise ValidationError({"agent": ALREADY})
    with action_context("a ajouté un membre", by=by):
        assignment = periods.begin(project, agent, **fields)
    notifications.notify_entered(assignment, by=by)
    return assignment


def _lead(project: Project, heir: Assignment) -> None:
    # The one before first: there is one at a time.
    for former in periods.current(project).filter(is_lead=True).exclude(pk=heir.pk):
        periods.lead_from_today(former, is_lead=False)
    periods.lead_from_today(heir, is_lead=True)


def _locked(project: Project, by: Agent, can: Callable[[Agent, Project], bool]) -> Project:
    """Raises PermissionDenied."""
    project = policies.lock(project)
    if not can(by, project):
        raise PermissionDenied(policies.CLOSED if project.is_closed else policies.NOT_LEAD)
    return project


def _member(assignment: Assignment, by: Agent) -> tuple[Project, Assignment]:
    """Lock the project, then the assignment. Raise ValidationError for a member who has left meanwhile."""
    assert assignment.project
    project = _locked(assignment.project, by, policies.can_choose_members)
    rows = locked(periods.current(project).filter(pk=assignment.pk))
    if not (found := rows.first()):
        raise ValidationError(NO_MORE)
    return project, found
