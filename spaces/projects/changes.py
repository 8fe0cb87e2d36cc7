from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, Now

from core.people.models import Agent
from core.people.querysets import ProjectQuerySet
from core.ui.french import exact_count_of, listed
from spaces.models import Decision, Event, FileVersion, LastVisit, Message, NoteVersion

# What is counted, its day, its author, its project, and how many are said.
CHANGES: dict[str, tuple[Any, str, str, str, tuple[str, str]]] = {
    "new_notes": (NoteVersion, "written_at", "written_by", "note__project", ("note", "notes")),
    "new_files": (FileVersion, "stored_at", "stored_by", "file__project", ("fichier", "fichiers")),
    "new_dates": (Event, "changed_at", "created_by", "project", ("date", "dates")),
    "new_decisions": (Decision, "written_at", "written_by", "project", ("décision", "décisions")),
    "new_messages": (Message, "written_at", "written_by", "thread__project", ("message", "messages")),
}


def with_changes(projects: ProjectQuerySet, agent: Agent) -> ProjectQuerySet:
    """Each with the counts of CHANGES, in the same statement.

    Never opened, all is new since they entered.
    """
    visits = LastVisit.objects.filter(agent=agent, project=OuterRef("pk")).values("at")
    entered = agent.assignments.filter(project=OuterRef("pk")).as_member().values("period__startswith")
    since = Coalesce(Subquery(visits), Subquery(entered), Now())
    counts = {name: _count(*what[:4], agent) for name, what in CHANGES.items()}
    return projects.alias(since=since).annotate(**counts)


def _count(model: Any, day: str, author: str, project: str, agent: Agent) -> Coalesce:
    rows = model._base_manager.filter(**{project: OuterRef("pk"), f"{day}__gt": OuterRef("since")})
    each = rows.exclude(**{author: agent}).order_by().values(project).annotate(many=Count("pk"))
    return Coalesce(Subquery(each.values("many")), 0)


def changes_of(project: Any) -> str:
    """« 2 notes et 1 message », or nothing."""
    counts = ((getattr(project, name), what[-1]) for name, what in CHANGES.items())
    return listed([exact_count_of(many, *words) for many, words in counts if many])
