"""Folders and files of a project. A name stands once in its folder: the same name again is a next version."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, Value
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.documents.actions import keep
from core.documents.fields import DocumentsField, UploadFormMixin
from core.documents.limits import EVERYDAY
from core.documents.models import Upload
from core.documents.serving import Held
from core.french import exact_count_of, spaced
from core.history.context import action_context
from core.people.models import Agent, Project
from core.people.ordering import PlainText, alphabetical
from core.people.requests import AgentRequest
from core.web.fields import OneLineField, offer
from core.web.idempotency import OneTimeForm
from core.web.pagination import paginate
from core.web.refusals import refusals_as_messages, refusals_in, submitted
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from core.web.zips import Names, safe, zip_of, zip_response
from spaces import policies
from spaces.models import FOLDER_LENGTH, File, FileVersion, Folder, InSpaceQuerySet
from spaces.policies import restorable
from spaces.space_pages import Space, held, keeps_words, space_of, space_page

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
        raise ValidationError({"folder": "Un fichier de ce nom est déjà dans ce dossier."})


@transaction.atomic
def set_removed(file: File, *, by: Agent, is_removed: bool) -> None:
    """Remove a file, or restore it; done already, nothing changes."""
    policies.lock_to_remove(file.project, by=by, author_id=policies.first_author_id(file))
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
    _check_folder_name(folder)
    with action_context("a fait le dossier", by=by):
        folder.save()
    return folder


@transaction.atomic
def rename_folder(folder: Folder, *, by: Agent, name: str) -> None:
    policies.lock_to_write(folder.project, by=by)
    folder = policies.lock(folder)
    folder.name = name
    _check_folder_name(folder)
    with action_context("a renommé le dossier", by=by):
        folder.save(update_fields=["name"])


def _check_folder_name(folder: Folder) -> None:
    try:
        folder.validate_constraints()
    except ValidationError as error:
        raise ValidationError({"name": error.messages}) from error


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


class _InFolderForm(forms.Form):
    """Its `folder` is one of the project's, or none."""

    folder = forms.ModelChoiceField(
        Folder.objects.none(),
        label="Dossier",
        required=False,
        empty_label="Aucun dossier",
        to_field_name="reference",
        error_messages=dict.fromkeys(("invalid_choice", "invalid_pk_value"), FOLDER_GONE),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "folder", project.folders.order_by(*alphabetical("name")))


class FilesForm(UploadFormMixin, _InFolderForm):
    """Each file is kept once: what waits for the form becomes one document, however often it is sent."""

    uploads = DocumentsField(
        label="Fichiers",
        limits=EVERYDAY,
        help_text=spaced("Plusieurs à la fois. Un nom déjà dans le dossier : c’est sa nouvelle version."),
        error_messages={"required": "Choisissez un fichier au moins."},
    )
    field_order = ["uploads", "folder"]


class MoveForm(StaleCheckForm, _InFolderForm):
    pass


class _FolderForm(forms.Form):
    name = OneLineField(
        label="Nom du dossier",
        max_length=FOLDER_LENGTH,
        error_messages={"required": "Donnez un nom à ce dossier."},
    )


class FolderForm(OneTimeForm, _FolderForm):
    pass


class FolderRenameForm(StaleCheckForm, _FolderForm):
    pass


MOST_FILES, MOST_BYTES = 500, 2_000_000_000
TOO_MUCH = spaced("C’est trop pour un seul zip : prenez les dossiers un par un, ou les fichiers.")


TAB = "files"


@require_safe
def file_list(request: AgentRequest, reference: str) -> HttpResponse:
    return _files_page(request, space_of(request, reference=reference), None)


@require_safe
def folder_detail(request: AgentRequest, folder_reference: str) -> HttpResponse:
    folder, space = held(request, Folder.objects, folder_reference)
    return _files_page(request, space, folder)


def _files_page(request: AgentRequest, space: Space, folder: Folder | None) -> HttpResponse:
    newest = FileVersion.objects.filter(file__project=space.project, file__folder=folder).newest()
    rows = newest.select_related("file", "document", "stored_by").order_by(PlainText("file__name"), "pk")
    many = Count("files", filter=Q(files__removed_at=None))
    context = {
        "folder": folder,
        "folders": ()
        if folder
        else space.project.folders.annotate(many=many).order_by(*alphabetical("name")),
        "page": paginate(rows.filter(file__removed_at=None), request),
        "removed": restorable(space, rows)[:50],
    }
    return space_page(request, space, TAB, "spaces/files/file_list.html", context)


def file_store(request: AgentRequest, reference: str) -> HttpResponse:
    """Several files at once; what became the next version of a file is said."""
    space = space_of(request, reference=reference)
    space.check_write()
    initial = {"folder": request.GET.get("dossier", "")}
    form = FilesForm(
        request.POST or None, request.FILES or None, by=request.user, project=space.project, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            versions = store(space.project, by=request.user, **form.cleaned_data)
            _say_stored(request, versions)
            folder = form.cleaned_data["folder"]
            return redirect(folder or "spaces:file_list", *([] if folder else [space.project.reference]))
    return space_page(request, space, TAB, "spaces/files/file_store.html", {"form": form})


def _say_stored(request: AgentRequest, versions: list[FileVersion]) -> None:
    count = exact_count_of(len(versions), "fichier")
    messages.success(request, f"{count} {'sont déposés' if len(versions) > 1 else 'est déposé'}.")
    for version in versions:
        if version.number > 1:
            name = spaced(f"« {version.file.name} »")
            messages.info(request, spaced(f"{name} existait : c’est maintenant la version {version.number}."))


@require_safe
def file_zip(request: AgentRequest, reference: str) -> HttpResponseBase:
    project = space_of(request, reference=reference).project
    files = File.objects.kept().filter(project=project)
    url = reverse("spaces:file_list", args=[project.reference])
    return _zip(request, project, files, name=project.name, url=url)


@require_safe
def folder_zip(request: AgentRequest, folder_reference: str) -> HttpResponseBase:
    folder, space = held(request, Folder.objects, folder_reference)
    url = folder.get_absolute_url()
    return _zip(request, space.project, folder.files.kept(), name=folder.name, url=url)


def _zip(
    request: AgentRequest, project: Project, files: InSpaceQuerySet, *, name: str, url: str
) -> HttpResponseBase:
    newest = FileVersion.objects.filter(file__in=files).newest().select_related("document", "file__folder")
    versions = list(newest.order_by(*alphabetical("file__name"), "pk")[: MOST_FILES + 1])
    if len(versions) > MOST_FILES or sum(version.document.size for version in versions) > MOST_BYTES:
        messages.error(request, TOO_MUCH)
        return redirect(url)
    members, names, root = [], Names(), safe(project.name)
    for version in versions:
        document, folder = version.document, version.file.folder
        place = f"{root}/{safe(folder.name)}" if folder else root
        extension = Path(document.name).suffix[:10]
        unique = names.unique(place, document.name.removesuffix(extension), extension)
        members.append((unique, document.file_path, document.size))
    archive = zip_of(members, root, "spaces/files/zip_readme.txt", {"project": project})
    return zip_response(request, archive, name=f"{safe(name)}.zip")


@require_safe
def file_detail(request: AgentRequest, file_reference: str) -> HttpResponse:
    file, space = held(request, File.objects.select_related("folder"), file_reference)
    versions = file.versions.select_related("document", "stored_by")
    context = {
        "file": file,
        "newest": versions[0],
        "page": paginate(versions, request),
        "can_remove": policies.can_remove_held(request.user, file),
    }
    return space_page(request, space, TAB, "spaces/files/file_detail.html", context)


def held_file(request: AgentRequest, file_reference: str, version: int) -> Held:
    file, _ = held(request, File.objects.select_related("folder"), file_reference)
    held_version = get_object_or_404(file.versions.select_related("document"), number=version)
    return Held(held_version.document, file.name, file.get_absolute_url())


@atomic_post
def file_move(request: AgentRequest, file_reference: str) -> HttpResponse:
    file, space = held(request, File.objects.select_related("folder"), file_reference)
    space.check_write()
    lock_on_post(request, space.project, file)
    form = MoveForm(request.POST or None, project=space.project, initial=MoveForm.initial_for(file))
    if submitted(request, form, partial(move, file, by=request.user), done="Le fichier est déplacé."):
        return redirect(file)
    return space_page(request, space, TAB, "spaces/files/file_move.html", {"form": form, "file": file})


@require_POST
def file_remove(request: AgentRequest, file_reference: str) -> HttpResponse:
    """The button says which of the two it does: pressed twice, or on an old page, it never does the other."""
    file, space = held(request, File.objects.select_related("folder"), file_reference)
    is_removed = request.POST.get("geste") != "remettre"
    with refusals_as_messages(request):
        set_removed(file, by=request.user, is_removed=is_removed)
        messages.success(request, "Le fichier est retiré." if is_removed else "Le fichier est remis.")
        if is_removed:
            return redirect("spaces:file_list", space.project.reference)
    return redirect(file)


# Folders


@keeps_words
def folder_make(request: AgentRequest, reference: str) -> HttpResponse:
    space = space_of(request, reference=reference)
    space.check_write()
    form = FolderForm(request.POST or None)
    make = partial(make_folder, space.project, by=request.user)
    done = "Le dossier « {} » est prêt.".format
    mine = Folder.objects.filter(project=space.project)
    if folder := submitted(request, form, make, mine=mine, done=done):
        return redirect(folder)
    return space_page(request, space, TAB, "spaces/files/folder_form.html", {"form": form})


@atomic_post
def folder_rename(request: AgentRequest, folder_reference: str) -> HttpResponse:
    folder, space = held(request, Folder.objects, folder_reference)
    space.check_write()
    lock_on_post(request, space.project, folder)
    form = FolderRenameForm(request.POST or None, initial=FolderRenameForm.initial_for(folder))
    rename = partial(rename_folder, folder, by=request.user)
    if submitted(request, form, rename, done="Le dossier est renommé."):
        return redirect(folder)
    context = {"form": form, "folder": folder}
    return space_page(request, space, TAB, "spaces/files/folder_form.html", context)


@require_POST
def folder_remove(request: AgentRequest, folder_reference: str) -> HttpResponse:
    folder, space = held(request, Folder.objects, folder_reference)
    with refusals_as_messages(request):
        remove_folder(folder, by=request.user)
        messages.success(request, "Le dossier est retiré.")
        return redirect("spaces:file_list", space.project.reference)
    return redirect(folder)
