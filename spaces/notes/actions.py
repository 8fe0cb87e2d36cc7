"""Act on notes. A version is never replaced: taking an older one again makes a new one of it."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent, Project
from core.ui.french import spaced
from spaces import notifications, policies
from spaces.models import Note, NoteVersion

REMOVED = spaced("Cette note est retirée : elle ne change plus tant qu’elle n’est pas remise.")


@transaction.atomic
def write(project: Project, *, by: Agent, title: str, body: str, submission_key: UUID) -> Note:
    project = policies.lock_to_write(project, by=by)
    with action_context("a écrit la note", by=by):
        note = Note.objects.create(project=project, submission_key=submission_key)
    notifications.notify_note(_create(note, 1, by=by, title=title, body=body))
    return note


@transaction.atomic
def save_version(note: Note, *, by: Agent, title: str, body: str) -> NoteVersion:
    """The next version, or the newest where nothing changed."""
    policies.lock_to_write(note.project, by=by)
    note = policies.lock(note)
    if note.removed_at:
        raise ValidationError(REMOVED)
    newest = note.versions.first()
    assert newest
    if (newest.title, newest.body) == (title, body):
        return newest
    version = _create(note, newest.number + 1, by=by, title=title, body=body)
    notifications.notify_note(version)
    return version


def _create(note: Note, number: int, *, by: Agent, title: str, body: str) -> NoteVersion:
    return NoteVersion.objects.create(note=note, number=number, title=title, body=body, written_by=by)


@transaction.atomic
def take_again(version: NoteVersion, *, by: Agent) -> NoteVersion:
    return save_version(version.note, by=by, title=version.title, body=version.body)


def first_author_id(note: Note) -> int:
    return note.versions.get(number=1).written_by_id


def can_remove(agent: Agent, note: Note) -> bool:
    return policies.can_remove(agent, note.project, author_id=first_author_id(note))


@transaction.atomic
def set_removed(note: Note, *, by: Agent, is_removed: bool) -> None:
    """Remove a note, or restore it; done already, nothing changes."""
    policies.lock_to_remove(note.project, by=by, author_id=first_author_id(note))
    note = policies.lock(note)
    if bool(note.removed_at) != is_removed:
        note.removed_at = timezone.now() if is_removed else None
        with action_context("a retiré la note" if is_removed else "a remis la note", by=by):
            note.save(update_fields=["removed_at"])
