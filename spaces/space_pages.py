"""Prepare the pages of a space: the project that one may read, what one may do there, its tabs.

    def note_list(request, reference):
        space = space_of(request, reference=reference)  # 404 for what one may not read
        return space_page(request, space, "notes", "spaces/notes/note_list.html", {"page": …})

    @keeps_words
    def note_change(request, reference):
        note, space = held(request, Note.objects, reference)
        space.check_write()  # 403, before anything

The template extends « spaces/base.html ».
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial, wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Now
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from core.french import exact_count_of, listed
from core.people.models import Agent, Assignment, Project
from core.people.querysets import ProjectQuerySet
from core.people.requests import AgentRequest, is_guessing
from core.people.resume_after_login import sent_by
from core.web import rich_text
from spaces import policies
from spaces.models import Decision, Event, File, FileVersion, LastVisit, Message, Note, NoteVersion, Thread


def count_visit(request: AgentRequest, project: Project) -> None:
    """Once the page is made: a GET reads within a transaction that writes nothing."""
    if request.method == "GET" and not is_guessing(request):
        # The page is worth more than the note of it.
        transaction.on_commit(partial(_note, request.user.pk, project.pk), robust=True)


def _note(agent: int, project: int) -> None:
    """One statement, whether it is the first visit or not."""
    visit = LastVisit(agent_id=agent, project_id=project)
    LastVisit.objects.bulk_create(
        [visit], update_conflicts=True, unique_fields=["agent", "project"], update_fields=["at"]
    )


# What is counted, its day, its author, its project, and how many are said.
CHANGES: dict[str, tuple[Any, str, str, str, tuple[str, str]]] = {
    "new_notes": (NoteVersion, "written_at", "written_by", "note__project", ("note", "notes")),
    "new_files": (FileVersion, "stored_at", "stored_by", "file__project", ("fichier", "fichiers")),
    "new_dates": (Event, "changed_at", "created_by", "project", ("date", "dates")),
    "new_decisions": (Decision, "written_at", "written_by", "project", ("décision", "décisions")),
    "new_messages": (Message, "written_at", "written_by", "thread__project", ("message", "messages")),
}


def with_last_visit(projects: ProjectQuerySet, agent: Agent) -> Any:
    """Adds `since`, when this agent last opened it; never opened, all is new since they entered."""
    visits = LastVisit.objects.filter(agent=agent, project=OuterRef("pk")).values("at")
    entered = agent.assignments.filter(project=OuterRef("pk")).as_member().values("period__startswith")
    return projects.annotate(since=Coalesce(Subquery(visits), Subquery(entered), Now()))


def changes_in(projects: Iterable[Any], agent: Agent) -> dict[Project, Counter[str]]:
    """Count by CHANGES what others did in each project `with_last_visit` since then; one statement."""
    found: dict[Project, Counter[str]] = {project: Counter() for project in projects}
    if found:
        by_pk = {project.pk: counts for project, counts in found.items()}
        parts = [_new(name, found, agent) for name in CHANGES]
        for name, project, many in parts[0].union(*parts[1:], all=True).order_by():
            by_pk[project][name] = many
    return found


def _new(name: str, projects: Iterable[Any], agent: Agent) -> QuerySet[Any, Any]:
    model, day, author, project, _ = CHANGES[name]
    new = Q(*[Q((project, each.pk), (f"{day}__gt", each.since)) for each in projects], _connector=Q.OR)
    rows = model._base_manager.filter(new).exclude(**{author: agent}).order_by()
    return rows.values(project).annotate(many=Count("pk")).values_list(Value(name), project, "many")


def changes_of(counts: Counter[str]) -> str:
    """« 2 notes et 1 message », or nothing."""
    return listed([exact_count_of(counts[name], *what[-1]) for name, what in CHANGES.items() if counts[name]])


# Key, words, name of the address, the counts that its number adds up.
TABS: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("overview", "Vue d’ensemble", "project", ()),
    ("notes", "Notes", "note_list", ("notes",)),
    ("files", "Fichiers", "file_list", ("files",)),
    ("events", "Dates et décisions", "event_list", ("dates", "decisions")),
    ("threads", "Messages", "thread_list", ("threads",)),
    ("members", "Membres", "member_list", ("members",)),
]


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    url: str
    count: int | None


@dataclass(frozen=True)
class Space(policies.Rights):
    """A project as one agent meets it."""

    @cached_property
    def tabs(self) -> list[Tab]:
        counts = counts_of(self.project)
        return [
            Tab(
                key,
                label,
                reverse(f"spaces:{address}", args=[self.project.reference]),
                sum(counts[name] for name in counted) if counted else None,
            )
            for key, label, address, counted in TABS
        ]


def space_of(request: AgentRequest, **lookup: Any) -> Space:
    """404 for a project that this agent may not read."""
    projects = Project.objects.visible_to(request.user).select_related("sponsor__head")
    return Space(request.user, get_object_or_404(projects, **lookup))


def held(request: AgentRequest, rows: Any, reference: str) -> tuple[Any, Space]:
    """A row of a space that this agent reads, and the space.

    404 for others, and for what was removed to those who may not restore it.
    """
    row = get_object_or_404(rows.visible_to(request.user), reference=reference)
    space = space_of(request, pk=row.project_id)
    row.project = space.project
    if getattr(row, "removed_at", None) and not policies.can_remove_held(request.user, row):
        raise Http404
    return row, space


def space_page(
    request: AgentRequest, space: Space, tab: str, template: str, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page in the frame of its space; the visit is counted once it is made."""
    count_visit(request, space.project)
    return render(
        request, template, {"space": space, "project": space.project, "tab": tab, **(context or {})}
    )


def keeps_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the typed words for copying when they are refused: a member removed while typing, a project just closed."""

    @wraps(view)
    def wrapped(request: AgentRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Http404, PermissionDenied) as error:
            sent = sent_by(request) if request.method == "POST" else None
            if sent is None or not sent.words:
                raise
            is_hidden = isinstance(error, Http404)
            words = rich_text.text_of(sent.words) if "<p>" in sent.words else sent.words
            # A page that does not exist and one that exists no more for them say the same.
            context = {"reason": "" if is_hidden else str(error), "words": words}
            return render(request, "spaces/not_written.html", context, status=404 if is_hidden else 403)

    return wrapped


def counts_of(project: Project) -> dict[str, int]:
    held = {
        "notes": Note.objects.kept(),
        "files": File.objects.kept(),
        "dates": Event.objects.filter(cancelled_at=None),
        "decisions": Decision.objects.all(),
        "threads": Thread.objects.all(),
        "members": Assignment.objects.as_member(),
    }
    counts = {name: _count(rows) for name, rows in held.items()}
    found = Project.objects.filter(pk=project.pk).values(
        **{f"{name}_count": one for name, one in counts.items()}
    )
    row: Any = found.get()
    return dict(zip(counts, row.values(), strict=True))


def _count(rows: QuerySet[Any]) -> Coalesce:
    each = rows.filter(project=OuterRef("pk")).order_by().values("project").annotate(many=Count("pk"))
    return Coalesce(Subquery(each.values("many")), 0)
