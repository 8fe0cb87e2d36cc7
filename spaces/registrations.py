"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.admin import to_do
from core.admin.to_do import Queue
from core.french import count_of
from core.notifications import registry as kinds
from core.operations.personal_data import Part, give
from core.operations.purges import Kept, keep
from core.people.models import Agent, Assignment, Direction, Project
from core.search import registry as search
from core.search.index import follow
from core.search.readers import EVERYONE, this_agent
from core.search.registry import File as FoundFile
from core.search.registry import Kind, Offer
from core.web import rich_text
from spaces import notifications
from spaces.models import Decision, File, FileVersion, Message, Note, NoteVersion, ProjectRequest, Thread
from spaces.policies import Rights, can_create, leads_to_name

# To do


@to_do.register
def requests(agent: Agent) -> Iterator[Queue]:
    if can_create(agent):
        url = reverse("spaces:request_list")
        yield Queue(ProjectRequest.objects.waiting(), "demande de projet", "demandes de projet", url)


@to_do.register_with(
    lambda agent: None if can_create(agent) else Direction.objects.filter(head=agent).order_by()
)
def projects_without_lead(agent: Agent) -> Iterator[Queue]:
    """For the head of the direction that carries them."""
    if agent.is_at_work:
        url = reverse("spaces:my_spaces")
        yield Queue(leads_to_name(agent), "projet sans pilote", "projets sans pilote", url)


# Search


def in_project(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what `readers_of` asks of each."""
    return rows.select_related("project").prefetch_related("project__assignments")


def readers_of(project: Project) -> list[str]:
    if project.is_open:
        return [EVERYONE]
    day = project.closed_on or timezone.localdate()
    return [
        this_agent(member.agent_id)
        for member in project.assignments.all()
        if member.first_day <= day <= (member.last_day or day)
    ]


def _next_change(project: Project) -> date | None:
    """When a member's days in a reserved project begin or end."""
    if project.is_open or project.is_closed:
        return None
    days = [day for member in project.assignments.all() for day in (member.period.lower, member.period.upper)]
    return min((day for day in days if day and day > timezone.localdate()), default=None)


def offer_project(project: Project) -> Offer:
    return Offer(
        title=project.name,
        url=project.get_absolute_url(),
        readers=readers_of(project),
        text="\n\n".join(text for text in (project.purpose, project.is_closed and project.lessons) if text),
        note="Projet clos" if project.is_closed else "",
        on=project.closed_on,
        direction_id=project.sponsor_id,
        changes_on=_next_change(project),
    )


def offer_note(note: Note) -> Offer | None:
    versions = list(note.versions.all())
    if note.removed_at or not versions:
        return None
    newest = versions[0]
    return Offer(
        title=newest.title,
        url=note.get_absolute_url(),
        readers=readers_of(note.project),
        text=rich_text.text_of(newest.body),
        keywords=note.project.name,
        note=f"Note du projet {note.project}",
        changes_on=_next_change(note.project),
    )


def offer_file(file: File) -> Offer | None:
    versions = list(file.versions.all())
    if file.removed_at or not versions:
        return None
    newest = versions[0]
    url = reverse("spaces:file_version", args=[file.reference, newest.number])
    return Offer(
        title=file.name,
        url=file.get_absolute_url(),
        readers=readers_of(file.project),
        keywords=file.project.name,
        note=f"Fichier du projet {file.project}",
        files=[FoundFile(newest.document_id, url)],
        changes_on=_next_change(file.project),
    )


def offer_decision(decision: Decision) -> Offer | None:
    if decision.is_withdrawn:
        return None
    return Offer(
        title=f"Décision du projet {decision.project}",
        url=reverse("spaces:decision_list", args=[decision.project.reference]),
        readers=readers_of(decision.project),
        text=decision.text,
        note="Remplacée" if decision.replaced_by_id else "",
        on=decision.decided_on,
        changes_on=_next_change(decision.project),
    )


def offer_thread(thread: Thread) -> Offer | None:
    if thread.is_withdrawn:
        return None
    return Offer(
        title=thread.subject,
        url=thread.get_absolute_url(),
        readers=readers_of(thread.project),
        text="\n\n".join(message.text for message in thread.messages.all() if not message.is_withdrawn),
        keywords=thread.project.name,
        note=f"Messages du projet {thread.project}",
        changes_on=_next_change(thread.project),
    )


def _can_link(agent: Agent, held: Any) -> bool:
    return Rights(agent, held.project).can_write


def _versions(model: type[Any]) -> Any:
    return Prefetch("versions", model._base_manager.order_by("-number"))


search.register(
    Kind(
        "spaces.project",
        "Projets",
        Project,
        lambda projects: projects.prefetch_related("assignments"),
        offer_project,
        lambda agent, project: Rights(agent, project).can_lead,
        words="projet espace groupe de travail",
    )
)
search.register(
    Kind(
        "spaces.note",
        "Notes des projets",
        Note,
        lambda notes: in_project(notes).prefetch_related(_versions(NoteVersion)),
        offer_note,
        _can_link,
        words="note compte rendu projet",
    )
)
search.register(
    Kind(
        "spaces.file",
        "Fichiers des projets",
        File,
        lambda files: in_project(files).prefetch_related(_versions(FileVersion)),
        offer_file,
        _can_link,
        words="fichier document projet",
        has_files=True,
    )
)
search.register(
    Kind(
        "spaces.decision",
        "Décisions des projets",
        Decision,
        in_project,
        offer_decision,
        words="décision projet",
    )
)
search.register(
    Kind(
        "spaces.thread",
        "Messages des projets",
        Thread,
        lambda threads: in_project(threads).prefetch_related("messages"),
        offer_thread,
        words="message discussion projet",
    )
)


def _held(projects: Iterable[Project]) -> Iterable[Any]:
    for model in (Note, File, Decision, Thread):
        yield from model._base_manager.filter(project__in=projects)


def _of_assignment(assignment: Assignment) -> Iterable[Any]:
    """Refresh a reserved project when its readers change: its page, and all that it holds."""
    if assignment.project_id is None:
        return
    project = Project.objects.get(pk=assignment.project_id)
    yield project
    if not project.is_open:
        yield from _held([project])


follow(Assignment, _of_assignment)
follow(Project, lambda project: _held([project]))
follow(NoteVersion, lambda version: [version.note])
follow(FileVersion, lambda version: [version.file])
follow(Message, lambda message: [message.thread])


# Kept for how long

keep(
    Kept(
        "Projets clos et leurs espaces",
        f"{count_of(settings.SPACES_RETENTION_YEARS, 'an')} après la clôture",
        "élimination par le groupe projet, avec le visa des archives",
    )
)


# Personal data

give(
    Part(
        "Les projets que j’ai demandés",
        {"nom": "name", "à quoi il servira": "purpose", "demandé le": "asked_at", "état": "state"},
        lambda agent: ProjectRequest.objects.filter(asked_by=agent).order_by("asked_at"),
    ),
    Part(
        "Mes messages dans les espaces",
        {"message": "text", "écrit le": "written_at"},
        lambda agent: Message.objects.filter(written_by=agent).order_by("written_at"),
    ),
)


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(notifications.MINE, news="de vos espaces")
kinds.register_from(notifications)
