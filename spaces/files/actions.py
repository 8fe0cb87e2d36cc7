"""Act on folders and files. A name stands once in its folder: the same name again is a next version."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.utils import timezone

from core.documents.actions import keep
from core.documents.models import Upload
from core.history.context import action_context
from core.people.models import Agent, Project
from core.people.ordering import PlainText
from core.ui.french import spaced
from spaces import policies
from spaces.models import File, FileVersion, Folder

FOLDER_GONE = spaced("Ce dossier n’existe plus : choisissez-en un autre.")


@transaction.atomic
def store(
    project: Project, *, by: Agent, folder: Folder | None, uploads: Iterable[Upload]
) -> list[FileVersion]:
    """Each upload is a new file, or the next version of the one of its name; sent twice, it is stored once."""
    project = policies.lock_to_write(project, by=by)
    _check_folder(folder)
    with action_context("a déposé le fichier", by=by):
        return [_store_one(project, folder, upload, by=by) for upload in uploads]


def _store_one(project: Project, folder: Folder | None, upload: Upload, *, by: Agent) -> FileVersion:
    document = keep(upload, by=by)
    earlier = FileVersion.objects.select_related("file").filter(document=document).first()
    if earlier and earlier.file.project_id == project.pk:
        return earlier
    if earlier:
        raise ValidationError(
            spaced(f"« {document.name} » vient d’être déposé ailleurs : choisissez-le de nouveau.")
        )
    file = same_name(project, folder, document.name) or File.objects.create(
        project=project, folder=folder, name=document.name
    )
    newest = file.versions.first()
    number = newest.number + 1 if newest else 1
    return FileVersion.objects.create(file=file, number=number, document=document, stored_by=by)


def same_name(project: Project, folder: Folder | None, name: str) -> File | None:
    """Compare as the constraint does: whatever the case and the accents."""
    kept = File.objects.kept().filter(project=project, folder=folder).alias(plain=PlainText("name"))
    return kept.filter(plain=PlainText(Value(name))).first()


def _check_folder(folder: Folder | None) -> None:
    if folder and not Folder.objects.filter(pk=folder.pk).exists():
        raise ValidationError({"folder": FOLDER_GONE})


@transaction.atomic
def move(file: File, *, by: Agent, folder: Folder | None) -> None:
    policies.lock_to_write(file.project, by=by)
    _check_folder(folder)
    file = policies.lock(file)
    file.folder = folder
    _check_name(file)
    with action_context("a déplacé le fichier", by=by):
        file.save(update_fields=["folder"])


def _check_name(file: File) -> None:
    """Raises ValidationError."""
    other = same_name(file.project, file.folder, file.name)
    if not file.removed_at and other and other != file:
        raise ValidationError("Un fichier de ce nom est déjà dans ce dossier.")


def first_author_id(file: File) -> int:
    return file.versions.get(number=1).stored_by_id


def can_remove(agent: Agent, file: File) -> bool:
    return policies.can_remove(agent, file.project, author_id=first_author_id(file))


@transaction.atomic
def set_removed(file: File, *, by: Agent, is_removed: bool) -> None:
    """Remove a file, or restore it; done already, nothing changes."""
    policies.lock_to_remove(file.project, by=by, author_id=first_author_id(file))
    file = policies.lock(file)
    if bool(file.removed_at) == is_removed:
        return
    file.removed_at = timezone.now() if is_removed else None
    _check_name(file)
    with action_context("a retiré le fichier" if is_removed else "a remis le fichier", by=by):
        file.save(update_fields=["removed_at"])


# Folders


@transaction.atomic
def make_folder(project: Project, *, by: Agent, name: str, submission_key: UUID) -> Folder:
    project = policies.lock_to_write(project, by=by)
    folder = Folder(project=project, name=name, submission_key=submission_key)
    folder.validate_constraints()
    with action_context("a fait le dossier", by=by):
        folder.save()
    return folder


@transaction.atomic
def rename_folder(folder: Folder, *, by: Agent, name: str) -> None:
    policies.lock_to_write(folder.project, by=by)
    folder = policies.lock(folder)
    folder.name = name
    folder.validate_constraints()
    with action_context("a renommé le dossier", by=by):
        folder.save(update_fields=["name"])


@transaction.atomic
def remove_folder(folder: Folder, *, by: Agent) -> None:
    """An empty one; files that were removed from it would be restored outside folders."""
    policies.lock_to_write(folder.project, by=by)
    folder = policies.lock(folder)
    if folder.files.kept().exists():
        raise ValidationError(spaced("Ce dossier n’est pas vide : déplacez ou retirez d’abord ses fichiers."))
    with action_context("a retiré le dossier", by=by):
        folder.files.update(folder=None)
        folder.delete()
