"""Closed projects kept for long enough, and their elimination with their spaces: the group's."""

from __future__ import annotations

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import DateTimeField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from core.documents.actions import forget_unheld
from core.documents.models import Document
from core.history.context import action_context
from core.people.models import Agent, Assignment, Project
from core.people.querysets import ProjectQuerySet
from core.retention.elimination import at_once, check_visa, forget_messages, kept_until, lines_of, row_of
from core.retention.pages import RetentionPages
from core.web.locks import locked
from spaces.models import (
    Decision,
    Elimination,
    Event,
    File,
    FileVersion,
    Folder,
    Message,
    Note,
    NoteVersion,
    ProjectRequest,
    Thread,
)
from spaces.policies import can_create

# What a project holds and where it is named, in the order of its deletion.
HELD: dict[type[Any], str] = {
    NoteVersion: "note__project",
    Note: "project",
    FileVersion: "file__project",
    File: "project",
    Folder: "project",
    Event: "project",
    Decision: "project",
    Message: "thread__project",
    Thread: "project",
    ProjectRequest: "project",
    Assignment: "project",
    Project: "pk",
}


def expired() -> ProjectQuerySet:
    term = timezone.localdate() - relativedelta(years=settings.SPACES_RETENTION_YEARS)
    years = Value(settings.SPACES_RETENTION_YEARS)
    projects = Project.objects.filter(closed_on__lte=term)
    return projects.annotate(kept_until=kept_until(Cast("closed_on", DateTimeField()), years))


def lines(projects: ProjectQuerySet) -> list[dict[str, Any]]:
    return lines_of(projects, day="closed_on", kind="sponsor__name", unnamed="sans direction")


def rows_to_confirm(projects: ProjectQuerySet) -> list[dict[str, str]]:
    """Each project as the page that asks again shows it: reserved ones have no name here, which not all may read."""
    return [
        row_of(
            number=project.name if project.is_open else "projet réservé",
            kind=project.sponsor or "sans direction",
            received_on=project.starts_on,
            closed_on=project.closed_on,
        )
        for project in projects.select_related("sponsor").by_name()
    ]


@transaction.atomic
def eliminate(*, by: Agent, visa_on: date, visa_reference: str, shown: str) -> Elimination:
    """Erase the projects that reached their term, their members' assignments, all that was written; a trace stays."""
    if not can_create(by):
        raise PermissionDenied("Seul le groupe projet élimine les projets clos.")
    projects = list(locked(at_once(expired()).order_by("pk")))
    pks = [project.pk for project in projects]
    check_visa(expired().filter(pk__in=pks), shown=shown, visa_on=visa_on)
    trace = Elimination(visa_on=visa_on, visa_reference=visa_reference, by=by)
    trace.lines = lines(Project.objects.filter(pk__in=pks))
    trace.full_clean()
    trace.save()
    documents = list(Document.objects.filter(space_version__file__project__in=pks))
    with action_context("a éliminé le projet", by=by):
        Decision.objects.filter(project__in=pks).update(replaced_by=None)
        for model, owner in HELD.items():
            rows = model._default_manager.filter(**{f"{owner}__in": pks})
            forget_messages(model, rows.values_list("pk", flat=True))
            rows.delete()
    forget_unheld(documents, by=by)
    return trace


def named(agent: Agent) -> dict[str, Any]:
    """The projects that this member of the group reads."""
    readable = Project.objects.visible_to(agent).values("pk")
    return {"named": at_once(expired()).filter(pk__in=readable).by_name()}


PAGES = RetentionPages(
    "spaces",
    may=can_create,
    template="spaces/retention.html",
    what="Projets clos et leurs espaces",
    word="projet",
    erased="Notes, fichiers, dates, décisions, messages et affectations",
    done="Les projets sont éliminés. Le bordereau reste ci-dessous.",
    expired=expired,
    lines=lines,
    rows=rows_to_confirm,
    eliminate=eliminate,
    model=Elimination,
    heading="Direction",
    more=named,
)
