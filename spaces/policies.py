"""Rights to act in a space; `ProjectQuerySet.visible_to` (core.people) decides who reads one."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Model, Q

from core.french import spaced
from core.people import policies
from core.people.models import Agent, Project
from core.people.querysets import ProjectQuerySet
from core.people.roles import GROUP
from core.web.locks import lock_row
from spaces.models import VersionQuerySet

# What begins the purpose of an address of one project alone, which no page gives.
OF_ONE_PROJECT = "space_calendar:"
NOT_A_MEMBER = "Seuls les membres du projet écrivent dans son espace."
NOT_LEAD = "Seul le pilote du projet fait ce geste."
NOT_THEIRS = "Seules la personne qui l’a déposé et celle qui pilote le projet font ce geste."
GONE = spaced("Ce que vous changiez n’est plus là : il a été éliminé ou supprimé.")
CLOSED = spaced("Ce projet est clos : son espace se lit, et ne change plus, sauf si son pilote le rouvre.")


def can_create(agent: Agent) -> bool:
    """Make a project at once, and decide what others ask for."""
    return agent.has_role(*GROUP)


@dataclass(frozen=True)
class Rights:
    """Rights of one agent in one space; each is asked of the database once."""

    agent: Agent
    project: Project

    @cached_property
    def is_member(self) -> bool:
        return policies.is_member(self.agent, self.project)

    @cached_property
    def can_write(self) -> bool:
        """Notes, files, dates, decisions and messages: any member, until the project is closed."""
        return not self.project.is_closed and self.is_member

    @cached_property
    def is_lead(self) -> bool:
        return policies.leads(self.agent, self.project)

    @property
    def can_lead(self) -> bool:
        """Correct the project, choose its members, close it."""
        return not self.project.is_closed and self.is_lead

    @cached_property
    def can_reopen(self) -> bool:
        """Its lead; when their account is closed, any member, and the agent who would name another lead."""
        if not self.project.is_closed or self.is_lead:
            return self.project.is_closed
        alone = Project.objects.filter(pk=self.project.pk).without_lead()
        return (alone if self.is_member else _sponsored_by(self.agent, alone)).exists()

    @cached_property
    def has_lead(self) -> bool:
        """A closed one needs none any more."""
        alone = Project.objects.filter(pk=self.project.pk).current().without_lead()
        return not alone.exists()

    @property
    def can_choose_members(self) -> bool:
        """Exclude the group's own space, whose members follow the roles."""
        return self.can_lead and not self.project.is_group

    @property
    def can_leave(self) -> bool:
        """Its lead first passes the lead on."""
        return self.can_write and not self.project.is_group and not self.can_lead

    @property
    def can_take_lead(self) -> bool:
        """Any member, when nobody leads it any more."""
        return self.can_write and not self.project.is_group and not self.has_lead

    def check_write(self) -> None:
        """Raises PermissionDenied."""
        if not self.can_write:
            raise PermissionDenied(CLOSED if self.project.is_closed else NOT_A_MEMBER)

    def check_lead(self) -> None:
        """Raises PermissionDenied."""
        if not self.can_lead:
            raise PermissionDenied(CLOSED if self.project.is_closed else NOT_LEAD)


def leads_to_name(agent: Agent) -> ProjectQuerySet:
    """Keep the projects that nobody leads: the head of the direction that carries one names its lead.

    The group does when there is no head. Neither reads a reserved one for that.
    """
    return _sponsored_by(agent, Project.objects.current().without_lead())


def can_name_lead(agent: Agent, project: Project) -> bool:
    return leads_to_name(agent).filter(pk=project.pk).exists()


def _sponsored_by(agent: Agent, projects: ProjectQuerySet) -> ProjectQuerySet:
    """Keep those for which this agent answers, as the head of their sponsor or for want of one."""
    theirs = Q(sponsor__head=agent)
    if can_create(agent):
        theirs |= Q(sponsor=None) | Q(sponsor__head=None) | Q(sponsor__head__is_active=False)
    return projects.filter(theirs) if agent.is_at_work else projects.none()


def feed_purpose(project: Project) -> str:
    """Return the purpose of an address of its calendar alone, given before; it ends when the member leaves."""
    return f"{OF_ONE_PROJECT}{project.reference}"


def can_remove(agent: Agent, project: Project, *, author_id: int) -> bool:
    """A note or a file, and restore it: who leads the project, or who first put it there."""
    rights = Rights(agent, project)
    return rights.can_write and (agent.pk == author_id or rights.can_lead)


def first_author_id(row: Any) -> int:
    """Return who first put a note or a file there."""
    first = row.versions.get(number=1)
    author_id: int = getattr(first, f"{first.author}_id")
    return author_id


def can_remove_held(agent: Agent, row: Any) -> bool:
    return can_remove(agent, row.project, author_id=first_author_id(row))


def restorable(rights: Rights, versions: VersionQuerySet) -> VersionQuerySet:
    """Return removed versions, where `can_remove` holds."""
    owner, author = versions.model.owner, versions.model.author
    removed = versions.exclude(**{f"{owner}__removed_at": None}) if rights.can_write else versions.none()
    first = {f"{owner}__versions__number": 1, f"{owner}__versions__{author}": rights.agent}
    return removed if rights.can_lead else removed.filter(**first)


def lock[M: Model](row: M) -> M:
    """The row as it is now, held until the transaction ends.

    Raises PermissionDenied when it was eliminated or deleted meanwhile.
    """
    try:
        return lock_row(type(row), row.pk)
    except ObjectDoesNotExist as error:
        raise PermissionDenied(GONE) from error


def lock_to_write(project: Project, *, by: Agent) -> Project:
    """The project as it is now, held until the transaction ends: nobody closes it, or takes a number, meanwhile.

    Raises PermissionDenied.
    """
    project = lock(project)
    Rights(by, project).check_write()
    return project


def lock_to_remove(project: Project, *, by: Agent, author_id: int) -> None:
    """Raises PermissionDenied."""
    project = lock_to_write(project, by=by)
    if not can_remove(by, project, author_id=author_id):
        raise PermissionDenied(NOT_THEIRS)
