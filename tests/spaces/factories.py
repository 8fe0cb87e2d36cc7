"""A project's space with something of each kind in it, and the people around it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.documents.actions import stage
from core.documents.fields import streamed
from core.documents.models import Upload
from core.people.models import Agent, Project
from spaces import events, files, notes, threads
from spaces.models import Decision, Event, File, Folder, Note, Thread
from tests.documents import samples
from tests.factories import AgentFactory
from tests.people.factories import AssignmentFactory, ProjectFactory


def days(first: int, last: int | None = None) -> tuple[date, date | None]:
    today = timezone.localdate()
    return today + timedelta(first), None if last is None else today + timedelta(last)


def project_with(**people: Agent) -> Project:
    """Begun a month ago, with these members; `lead` leads it."""
    project = ProjectFactory.create(starts_on=timezone.localdate() - timedelta(30))
    for name, agent in people.items():
        AssignmentFactory.create(agent=agent, project=project, is_lead=name == "lead", period=days(-20))
    return project


def upload(by: Agent, name: str = "plan.pdf", data: bytes = b"") -> Upload:
    with streamed(SimpleUploadedFile(name, data or samples.pdf())) as file:
        return stage(file, by=by)


def a_note(project: Project, by: Agent, title: str = "Compte rendu", body: str = "<p>Bonjour.</p>") -> Note:
    return notes.write(project, by=by, title=title, body=body, submission_key=uuid.uuid4())


def a_file(project: Project, by: Agent, name: str = "plan.pdf", folder: Folder | None = None) -> File:
    [version] = files.store(project, by=by, folder=folder, uploads=[upload(by, name)])
    return version.file


def a_folder(project: Project, by: Agent, name: str = "Plans") -> Folder:
    return files.make_folder(project, by=by, name=name, submission_key=uuid.uuid4())


def an_event(project: Project, by: Agent, **fields: Any) -> Event:
    starts = timezone.now() + timedelta(days=3)
    given = {"title": "Comité", "place": "", "starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    return events.add_event(project, by=by, submission_key=uuid.uuid4(), **given | fields)


def a_decision(project: Project, by: Agent, text: str = "Commencer petit.", **fields: Any) -> Decision:
    given = {"decided_on": timezone.localdate(), "submission_key": uuid.uuid4(), "text": text}
    return events.decide(project, by=by, **given | fields)


def a_thread(project: Project, by: Agent, subject: str = "Le logo", text: str = "Lequel choisir ?") -> Thread:
    return threads.open_thread(project, by=by, subject=subject, text=text, submission_key=uuid.uuid4())


@dataclass
class Filled:
    """A space with one thing of each kind, of its lead; the note and the file have two versions."""

    project: Project
    people: dict[str, Agent]
    note: Note
    folder: Folder
    file: File
    event: Event
    decision: Decision
    thread: Thread


def people_around() -> dict[str, Agent]:
    people = {name: AgentFactory.create() for name in ("lead", "member", "former", "outsider")}
    people["elected"] = AgentFactory.create(is_elected=True, direction=None, personnel_number=None)
    return people


def project_among(people: dict[str, Agent]) -> Project:
    return project_with(**{name: people[name] for name in ("lead", "member", "former")})


def put_in(state: str, project: Project, former: Agent) -> None:
    """`state`: open, reserved, closed (yesterday, open to readers) or sealed (closed and reserved)."""
    former.assignments.update(period=days(-20, -5))
    closed = {"closed_on": timezone.localdate() - timedelta(1), "lessons": "Commencer petit."}
    changes = {"is_open": state in ("open", "closed"), **(closed if state in ("closed", "sealed") else {})}
    Project.objects.filter(pk=project.pk).update(**changes)
    project.refresh_from_db()


def filled(state: str = "open") -> Filled:
    people = people_around()
    lead, project = people["lead"], project_among(people)
    note = a_note(project, lead)
    notes.save_version(note, by=lead, title="Compte rendu", body="<p>Bonsoir.</p>")
    folder = a_folder(project, lead)
    file = a_file(project, lead, folder=folder)
    a_file(project, lead, folder=folder)
    space = Filled(
        project,
        people,
        note=note,
        folder=folder,
        file=file,
        event=an_event(project, lead),
        decision=a_decision(project, lead),
        thread=a_thread(project, lead),
    )
    put_in(state, project, people["former"])
    return space
