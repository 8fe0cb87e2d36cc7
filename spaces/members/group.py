"""The group's own space: its members are those who have its roles, its lead the head of the group."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from core.people.models import Agent, Assignment, Project
from core.people.roles import GROUP, Role
from core.ui.locks import locked
from spaces import notifications
from spaces.members import periods


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
    for assignment in periods.not_over(project).order_by("period"):
        # A clock set back leaves one of today's and one that begins later.
        if known.setdefault(assignment.agent_id, assignment) is not assignment:
            assignment.delete()
    gone = known.keys() - wanted.keys()
    for agent_id in gone:
        periods.end(known[agent_id])
    for agent_id in known.keys() & wanted.keys():
        periods.begin_at_once(known[agent_id])
    for agent_id in sorted(wanted.keys() - known.keys()):
        # Seen under the project's lock: to ask each constraint about it takes fifteen statements.
        periods.begin(project, wanted[agent_id], is_outside=True)
    return bool(gone)


def _follow_head(project: Project, heads: list[int]) -> None:
    """Choose, of two heads, the one who leads already."""
    leads = list(Assignment.objects.filter(project=project, is_lead=True).as_member())
    if any(lead.agent_id in heads for lead in leads):
        return
    for lead in leads:
        periods.lead_from_today(lead, is_lead=False)
    if heads:
        periods.lead_from_today(periods.current(project).get(agent=heads[0]), is_lead=True)
