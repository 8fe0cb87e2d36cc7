"""Rights to write the watch and to act on an entry; `EntryQuerySet.visible_to` decides who reads it."""

from django.core.exceptions import PermissionDenied

from core.people.models import Agent
from core.people.roles import Role
from legalwatch.models import Entry, Subject

NOT_WATCHER = "Seuls les veilleurs écrivent et corrigent la veille juridique."


def can_write(agent: Agent) -> bool:
    """Write, correct, schedule and withdraw entries; keep the list of subjects."""
    return agent.has_role(Role.WATCHER)


def check_watcher(by: Agent) -> None:
    """Raises PermissionDenied."""
    if not can_write(by):
        raise PermissionDenied(NOT_WATCHER)


def can_see(agent: Agent, entry: Entry) -> bool:
    return agent.is_at_work and (entry.is_published or can_write(agent))


def can_change(agent: Agent, entry: Entry) -> bool:
    return can_write(agent) and entry.withdrawn_at is None


def can_restore(agent: Agent, entry: Entry) -> bool:
    return can_write(agent) and entry.withdrawn_at is not None


def can_report(agent: Agent, entry: Entry) -> bool:
    """Whoever reads it, when it has a link."""
    return agent.is_at_work and entry.is_published and bool(entry.url)


def can_delete_subject(agent: Agent, subject: Subject) -> bool:
    """Only one that no entry has."""
    return can_write(agent) and not subject.entries.exists()
