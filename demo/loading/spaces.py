"""Projects and what their spaces hold: rows as the actions would have left them; nobody is notified."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from core.documents.actions import store_bytes
from core.french import working_day_from
from core.people.models import Agent, Assignment, Direction, Project
from demo import texts
from demo.data_files import Record, copied
from demo.dates import at, moment
from demo.generators.papers import Chapter, manual
from demo.keys import key_of, keys
from spaces.models import (
    Decision,
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


def load_spaces(people: dict[str, Agent], units: dict[str, Direction], today: date) -> None:
    for text in texts.spaces.projects:
        project = load_group(text, today) if text.is_group else load_project(text, people, units, today)
        load_space(text, project, people, today)
    for asked in texts.spaces.requests:
        ProjectRequest.objects.create(
            **keys("project request", asked.key),
            **copied(asked, "name purpose"),
            sponsor=units.get(asked.sponsor),
            asked_by=people[asked.by],
            asked_at=moment(today, asked.days_ago),
        )


def load_group(text: Record, today: date) -> Project:
    """Made at install, its members by their roles: it has lived since."""
    project = Project.objects.get(is_group=True)
    project.starts_on, project.is_open = today - timedelta(days=text.days_ago), text.is_open
    project.save(update_fields=["starts_on", "is_open"])
    Assignment.objects.filter(project=project).update(period=DateRange(project.starts_on, None))
    return project


def load_project(text: Record, people: dict[str, Agent], units: dict[str, Direction], today: date) -> Project:
    ended = None if text.closed_days_ago is None else today - timedelta(days=text.closed_days_ago)
    project = Project.objects.create(
        **keys("project", text.key),
        **copied(text, "name purpose is_open lessons"),
        sponsor=units.get(text.sponsor),
        starts_on=today - timedelta(days=text.days_ago),
        closed_on=ended,
    )
    lead = [Record(who=text.lead, title="", days_ago=None)] if text.lead else []
    for member in (*lead, *text.members):
        first = today - timedelta(days=text.days_ago if member.days_ago is None else member.days_ago)
        Assignment.objects.create(
            **keys("assignment", f"{text.key} {member.who}"),
            agent=people[member.who],
            kind=Assignment.Kind.PROJECT,
            project=project,
            title=member.title,
            is_lead=member.who == text.lead,
            period=DateRange(first, ended + timedelta(days=1) if ended else None),
        )
    return project


def load_space(text: Record, project: Project, people: dict[str, Agent], today: date) -> None:
    load_notes(text.key, text.notes, project, people, today)
    load_files(text.key, text.files, project, people, today)
    for rank, event in enumerate(text.dates):
        load_event(f"{text.key} {rank}", event, project, people, today)
    for rank, decision in enumerate(text.decisions):
        Decision.objects.create(
            **keys("space decision", f"{text.key} {rank}"),
            project=project,
            text=decision.text,
            decided_on=today - timedelta(days=decision.days_ago),
            written_by=people[decision.by],
            written_at=moment(today, decision.days_ago, rank),
        )
    for rank, thread in enumerate(text.threads):
        load_thread(f"{text.key} {rank}", thread, project, people, today)


def load_notes(
    key: str, notes: Iterable[Record], project: Project, people: dict[str, Agent], today: date
) -> None:
    for rank, note in enumerate(notes):
        row = Note.objects.create(**keys("space note", f"{key} {rank}"), project=project)
        for number, version in enumerate(note.versions, start=1):
            NoteVersion.objects.create(
                note=row,
                number=number,
                title=note.title,
                body=version.body,
                written_by=people[version.by],
                written_at=moment(today, version.days_ago, number),
            )


def load_files(
    key: str, files: Iterable[Record], project: Project, people: dict[str, Agent], today: date
) -> None:
    for rank, file in enumerate(files):
        folder = None
        if file.folder:
            folder, _ = Folder.objects.get_or_create(
                project=project, name=file.folder, defaults=keys("space folder", f"{key} {file.folder}")
            )
        row = File.objects.create(
            **keys("space file", f"{key} {rank}"), project=project, folder=folder, name=f"{file.name}.pdf"
        )
        for number, days in enumerate(file.days_ago, start=1):
            stored = moment(today, days, number)
            chapters = (Chapter("Où nous en sommes", (file.text, f"Version {number}.")),)
            data = manual(file.name, (f"Projet {project.name}.",), chapters, today)
            document = store_bytes(data, name=row.name, at=stored, by=people[file.by])
            FileVersion.objects.create(
                file=row, number=number, document=document, stored_by=people[file.by], stored_at=stored
            )


def load_event(key: str, event: Record, project: Project, people: dict[str, Agent], today: date) -> None:
    starts = at(working_day_from(today - timedelta(days=event.days_ago)), event.clock)
    changed = moment(today, max(event.days_ago, 0) + 9)
    row = Event.objects.create(
        **keys("space event", key),
        project=project,
        **copied(event, "title place"),
        starts_at=starts,
        ends_at=starts + timedelta(hours=1, minutes=30),
        created_by=people[event.by],
        cancelled_at=changed if event.is_cancelled else None,
    )
    Event.objects.filter(pk=row.pk).update(changed_at=changed)


def load_thread(key: str, thread: Record, project: Project, people: dict[str, Agent], today: date) -> None:
    first, last = thread.messages[0], thread.messages[-1]
    row = Thread.objects.create(
        **keys("space thread", key),
        project=project,
        subject=thread.subject,
        opened_by=people[first.by],
        last_at=moment(today, last.days_ago, len(thread.messages)),
    )
    for rank, message in enumerate(thread.messages, start=1):
        Message.objects.create(
            submission_key=key_of("message", f"{key} {rank}"),
            thread=row,
            text=message.text,
            written_by=people[message.by],
            written_at=moment(today, message.days_ago, rank),
        )
