"""Add and remove members of a project, and choose its lead; the group's own space follows its roles.

Each action locks the project first. Who leaves today is a member no more, and what was until yesterday stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.people import secret_addresses
from core.people.models import Agent, Assignment, Project
from core.people.roles import GROUP, Role
from core.web.locks import locked
from spaces import notifications, policies

ONE_DAY = timedelta(days=1)
CLOSING = "a clos le projet"


def current(project: Project) -> Any:
    """Today's, or of the last day of a closed project."""
    return Assignment.objects.filter(project=project).as_member()


def not_over(project: Project) -> Any:
    """Today's, and those that begin later."""
    ends = Q(period__upper_inf=True) | Q(period__endswith__gt=timezone.localdate())
    return Assignment.objects.filter(ends, project=project)


def begin_at_once(assignment: Assignment) -> None:
    """Today, if it was to begin later, as after a clock was set back. Of no lead: another may lead today."""
    today = timezone.localdate()
    if assignment.period.lower > today:
        assignment.period = DateRange(today, assignment.period.upper)
        assignment.is_lead = False
        assignment.save(update_fields=["period", "is_lead"])


def begin(
    project: Project, agent: Agent, *, last_day: date | None = None, is_outside: bool = False, **fields: Any
) -> Assignment:
    """From today. Raises ValidationError for who is a member already, unless they are known to be outside."""
    upper = last_day + ONE_DAY if last_day else None
    assignment = Assignment(
        agent=agent,
        kind=Assignment.Kind.PROJECT,
        project=project,
        period=DateRange(timezone.localdate(), upper),
        **fields,
    )
    if not is_outside:
        assignment.validate_constraints()
    assignment.save()
    return assignment


def end(assignment: Assignment) -> None:
    """End an assignment today: one that began today leaves only its history."""
    today = timezone.localdate()
    if assignment.period.lower >= today:
        assignment.delete()
    else:
        assignment.period = DateRange(assignment.period.lower, today)
        assignment.save(update_fields=["period"])


def lead_from_today(assignment: Assignment, *, is_lead: bool) -> None:
    """Change the lead from today; keep the past period of the earlier one."""
    today, last_day = timezone.localdate(), assignment.last_day
    if assignment.period.lower >= today:
        assignment.is_lead = is_lead
        assignment.save(update_fields=["is_lead"])
        return
    assignment.period = DateRange(assignment.period.lower, today)
    assignment.save(update_fields=["period"])
    assert assignment.project
    # A lead has no planned end.
    last_day = None if is_lead else last_day
    begin(assignment.project, assignment.agent, title=assignment.title, is_lead=is_lead, last_day=last_day)


def begin_again(project: Project, closed_on: date) -> None:
    """Give back the days that the closing took, a planned end included, to the accounts still open.

    The history says which: a member whose own last day was that one is not cut, and does not come back.
    """
    ended = Assignment.objects.filter(project=project, period__endswith=closed_on + ONE_DAY)
    theirs = ended.filter(agent__is_active=True)
    if not ended.filter(events__pgh_context__action=CLOSING).exists():
        # Entered as closed already: nothing says whom it cut.
        first = Func(F("period"), function="lower")
        theirs.update(period=Func(first, Value(None), function="daterange", output_field=DateRangeField()))
        return
    for assignment in theirs:
        history: Any = assignment
        events = history.events.order_by("-pgh_id")
        cut = events.filter(pgh_context__action=CLOSING, period=assignment.period).first()
        if cut and (before := events.filter(pgh_id__lt=cut.pgh_id).first()):
            assignment.period = before.period
            assignment.save(update_fields=["period"])


def end_with_project(project: Project, closed_on: date) -> None:
    """On its last day, a planned later end included."""
    theirs = Assignment.objects.filter(project=project)
    theirs.filter(period__startswith__gt=closed_on).delete()
    first = Func(F("period"), function="lower")
    shortened = Func(first, Value(closed_on + ONE_DAY), function="daterange", output_field=DateRangeField())
    theirs.filter(period__contains=closed_on).update(period=shortened)


def follow_roles(sender: Any, action: str, **kwargs: Any) -> None:
    """A role was given or taken back, whatever the door."""
    if action in ("post_add", "post_remove", "post_clear") and _concerns_group(kwargs):
        keep_in_step()


def _concerns_group(change: dict[str, Any]) -> bool:
    # From a role's side, `pk_set` holds agents; a clearing says of nothing what it was.
    if change.get("reverse") or not change.get("pk_set"):
        return True
    return Group.objects.filter(pk__in=change["pk_set"], name__in=GROUP).exists()


@transaction.atomic
def keep_in_step() -> None:
    """Add members who took a role, remove those who gave it back; each night too, for accounts closed or open again.

    The history names it by what gave or took the role.
    """
    if not (project := locked(Project.objects.filter(is_group=True)).first()):
        return
    wanted = list(Agent.objects.with_role(*GROUP).with_roles().order_by("pk"))
    has_left = _follow(project, {agent.pk: agent for agent in wanted})
    _follow_head(project, [agent.pk for agent in wanted if agent.has_role(Role.GROUP_HEAD)])
    if has_left and not project.is_open:
        notifications.hide(project)


def _follow(project: Project, wanted: dict[int, Agent]) -> bool:
    """Whether somebody leaves: as others are given a role, those whose accounts were closed meanwhile."""
    known: dict[int, Assignment] = {}
    for assignment in not_over(project).order_by("period"):
        # A clock set back leaves one of today's and one that begins later.
        if known.setdefault(assignment.agent_id, assignment) is not assignment:
            assignment.delete()
    gone = known.keys() - wanted.keys()
    for agent_id in gone:
        end(known[agent_id])
    for agent_id in known.keys() & wanted.keys():
        begin_at_once(known[agent_id])
    for agent_id in sorted(wanted.keys() - known.keys()):
        # Seen under the project's lock: to ask each constraint about it takes fifteen statements.
        begin(project, wanted[agent_id], is_outside=True)
    return bool(gone)


def _follow_head(project: Project, heads: list[int]) -> None:
    """Choose, of two heads, the one who leads already."""
    leads = list(Assignment.objects.filter(project=project, is_lead=True).as_member())
    if any(lead.agent_id in heads for lead in leads):
        return
    for lead in leads:
        lead_from_today(lead, is_lead=False)
    if heads:
        lead_from_today(current(project).get(agent=heads[0]), is_lead=True)


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
    project = _locked(project, by, lambda rights: rights.can_choose_members)
    return _enter(project, agent, by=by, title=title, last_day=ends_on, **key)


@transaction.atomic
def change(assignment: Assignment, *, by: Agent, title: str, ends_on: date | None = None) -> Assignment:
    """The role, and the last day that is planned; a lead's never is."""
    _, assignment = _member(assignment, by)
    assignment.title = title
    if not assignment.is_lead:
        upper = ends_on + ONE_DAY if ends_on else None
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
        end(assignment)
    _left(project, assignment.agent, by=by)


@transaction.atomic
def leave(project: Project, *, by: Agent) -> None:
    project = _locked(project, by, lambda rights: rights.can_leave)
    with action_context("a quitté le projet", by=by):
        end(current(project).get(agent=by))
    _left(project, by, by=by)


@transaction.atomic
def pass_lead(project: Project, *, by: Agent, to: Assignment) -> Assignment:
    """To another member; who led stays one."""
    project = _locked(project, by, lambda rights: rights.can_choose_members)
    if not (heir := current(project).filter(pk=to.pk, agent__is_active=True).first()):
        raise ValidationError(NO_MORE)
    if heir.is_lead:
        raise ValidationError(HAS_LEAD)
    with action_context("a passé le relais", by=by):
        _lead(project, heir)
    notifications.notify_lead(project, heir.agent, by=by)
    return heir


@transaction.atomic
def take_lead(project: Project, *, by: Agent) -> None:
    """When nobody leads it any more; of two who press at once, the first."""
    project = _locked(project, by, lambda rights: rights.can_write)
    if not policies.Rights(by, project).can_take_lead:
        raise ValidationError(HAS_LEAD)
    with action_context("a repris le pilotage", by=by):
        _lead(project, current(project).get(agent=by))
    notifications.notify_lead(project, by, by=by)


@transaction.atomic
def name_lead(project: Project, *, by: Agent, agent: Agent) -> Assignment:
    """By those who may, while it has none; nobody enters a reserved project that they may not read so."""
    project = policies.lock(project)
    if not policies.can_name_lead(by, project):
        raise ValidationError(HAS_LEAD)
    if agent == by and not Project.objects.visible_to(by).filter(pk=project.pk).exists():
        raise ValidationError({"agent": NOT_ONESELF})
    with action_context("a nommé un pilote", by=by):
        if not (known := current(project).filter(agent=agent).first()):
            known = _enter(project, agent, by=by)
        _lead(project, known)
    notifications.notify_lead(project, agent, by=by)
    return known


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


def _enter(project: Project, agent: Agent, *, by: Agent, **fields: Any) -> Assignment:
    if not Agent.objects.active().filter(pk=agent.pk).exists():
        raise ValidationError({"agent": GONE})
    if current(project).filter(agent=agent).exists():
        raise ValidationError({"agent": ALREADY})
    with action_context("a ajouté un membre", by=by):
        assignment = begin(project, agent, **fields)
    notifications.notify_entered(assignment, by=by)
    return assignment


def _lead(project: Project, heir: Assignment) -> None:
    # The one before first: there is one at a time.
    for former in current(project).filter(is_lead=True).exclude(pk=heir.pk):
        lead_from_today(former, is_lead=False)
    lead_from_today(heir, is_lead=True)


def _locked(project: Project, by: Agent, can: Callable[[policies.Rights], bool]) -> Project:
    """Raises PermissionDenied."""
    project = policies.lock(project)
    if not can(policies.Rights(by, project)):
        raise PermissionDenied(policies.CLOSED if project.is_closed else policies.NOT_LEAD)
    return project


def _member(assignment: Assignment, by: Agent) -> tuple[Project, Assignment]:
    """Lock the project, then the assignment. Raise ValidationError for a member who has left meanwhile."""
    assert assignment.project
    project = _locked(assignment.project, by, lambda rights: rights.can_choose_members)
    rows = locked(current(project).filter(pk=assignment.pk))
    if not (found := rows.first()):
        raise ValidationError(NO_MORE)
    return project, found
