"""Projects made, asked for, corrected, closed and reopened."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent, Direction, Project
from core.web.locks import wait_for
from spaces import notifications, policies
from spaces.members import actions as members
from spaces.models import ProjectRequest

NOT_GROUP = spaced(
    "Seul le groupe projet crée un projet et répond aux demandes. Demandez le vôtre : il vous répondra."
)
DECIDED = spaced("Une réponse a déjà été donnée à cette demande : la voici.")
LEFT = spaced("La personne qui l’a demandé n’est plus là : son compte est fermé.")
CLOSED_ALREADY = "Ce projet est déjà clos."
OPEN_ALREADY = "Ce projet est déjà rouvert."
OF_THE_GROUP = "L’espace du groupe ne se clôt pas, et reste ouvert ou réservé comme le groupe l’a choisi."


@transaction.atomic
def create(*, by: Agent, lead: Agent, submission_key: uuid.UUID | None = None, **words: Any) -> Project:
    """By the group, for its lead."""
    _check_group(by)
    with action_context("a créé le projet", by=by):
        return _create(by=by, lead=lead, submission_key=submission_key or uuid.uuid4(), **words)


@transaction.atomic
def ask(
    *,
    by: Agent,
    name: str,
    purpose: str,
    sponsor: Direction | None = None,
    submission_key: uuid.UUID | None = None,
) -> ProjectRequest:
    if not by.is_at_work:
        raise PermissionDenied
    asked = ProjectRequest(
        asked_by=by,
        name=name,
        purpose=purpose,
        sponsor=sponsor,
        submission_key=submission_key or uuid.uuid4(),
    )
    asked.validate_constraints()
    with action_context("a demandé un projet", by=by):
        asked.save()
    notifications.notify_requested(asked)
    return asked


@transaction.atomic
def accept(asked: ProjectRequest, *, by: Agent) -> Project:
    """The project is made, and who asked for it leads it."""
    asked = _waiting(asked, by=by)
    if not asked.asked_by.is_at_work:
        raise ValidationError(LEFT)
    with action_context("a accepté la demande de projet", by=by):
        asked.project = _create(
            by=by,
            lead=asked.asked_by,
            name=asked.name,
            purpose=asked.purpose,
            sponsor=asked.sponsor,
            is_told=False,
        )
        _decide(asked, ProjectRequest.State.ACCEPTED, by=by)
    return asked.project


@transaction.atomic
def refuse(asked: ProjectRequest, *, by: Agent, reason: str) -> None:
    asked = _waiting(asked, by=by)
    asked.reason = reason
    with action_context("a refusé la demande de projet", by=by):
        _decide(asked, ProjectRequest.State.REFUSED, by=by)


@transaction.atomic
def change(project: Project, *, by: Agent, **words: Any) -> Project:
    """Its words, its dates, its sponsor; open to all readers or reserved to its members."""
    project = policies.lock(project)
    wait_for("spaces.names")
    policies.Rights(by, project).check_lead()
    was_open = project.is_open
    for name, value in words.items():
        setattr(project, name, value)
    project.validate_constraints()
    with action_context("a corrigé le projet", by=by):
        project.save(update_fields=list(words))
    if was_open and not project.is_open:
        notifications.notify_reserved(project)
    return project


@transaction.atomic
def close(project: Project, *, by: Agent, lessons: str) -> None:
    """Today: its space is read as it is, and its members' assignments end with it."""
    project = policies.lock(project)
    if project.is_closed:
        raise ValidationError(CLOSED_ALREADY)
    policies.Rights(by, project).check_lead()
    if project.is_group:
        raise PermissionDenied(OF_THE_GROUP)
    project.closed_on = today = timezone.localdate()
    # Planned for later, and closed before it began.
    project.starts_on = min(project.starts_on, today)
    project.lessons = lessons
    project.validate_constraints()
    with action_context(members.CLOSING, by=by):
        project.save(update_fields=["closed_on", "starts_on", "lessons"])
        members.end_with_project(project, today)
    notifications.notify_closed(project, by=by)


@transaction.atomic
def reopen(project: Project, *, by: Agent) -> None:
    """Its members have again the days that the closing took from them."""
    project = policies.lock(project)
    wait_for("spaces.names")
    rights = policies.Rights(by, project)
    if (closed_on := project.closed_on) is None and rights.is_lead:
        raise ValidationError(OPEN_ALREADY)
    if closed_on is None or not rights.can_reopen:
        raise PermissionDenied(policies.NOT_LEAD)
    project.closed_on = None
    project.validate_constraints()
    with action_context("a rouvert le projet", by=by):
        project.save(update_fields=["closed_on"])
        members.begin_again(project, closed_on)
    notifications.notify_reopened(project, by=by)


def _create(*, by: Agent, lead: Agent, is_told: bool = True, **words: Any) -> Project:
    # Two of one name at once: the second is refused.
    wait_for("spaces.names")
    project = Project(created_by=by, **words)
    project.validate_constraints()
    project.save()
    leading = members.begin(project, lead, is_lead=True)
    notifications.notify_entered(leading, by=by if is_told else lead)
    return project


def _check_group(by: Agent) -> None:
    if not policies.can_create(by):
        raise PermissionDenied(NOT_GROUP)


def _waiting(asked: ProjectRequest, *, by: Agent) -> ProjectRequest:
    _check_group(by)
    asked = policies.lock(asked)
    if asked.state != ProjectRequest.State.WAITING:
        raise ValidationError(DECIDED)
    return asked


def _decide(asked: ProjectRequest, state: ProjectRequest.State, *, by: Agent) -> None:
    asked.state, asked.decided_by, asked.decided_at = state, by, timezone.now()
    asked.save(update_fields=["state", "decided_by", "decided_at", "reason", "project"])
    notifications.notify_answered(asked)
