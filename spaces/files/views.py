from __future__ import annotations

from pathlib import Path

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe
from zipstream import ZipStream

from core.documents.serving import Held
from core.people.models import Project
from core.people.ordering import PlainText, alphabetical
from core.people.requests import AgentRequest
from core.ui.french import exact_count_of, spaced
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from core.ui.zips import README, Names, file_blocks, is_whole, new_archive, safe, zip_response
from spaces.files import actions
from spaces.files.forms import FilesForm, FolderForm, FolderRenameForm, MoveForm
from spaces.models import File, FileVersion, Folder
from spaces.policies import restorable
from spaces.querysets import VersionQuerySet
from spaces.space_pages import Space, keeps_words, space_of, space_page

MOST_FILES, MOST_BYTES = 500, 2_000_000_000
TOO_MUCH = spaced("C’est trop pour un seul zip : prenez les dossiers un par un, ou les fichiers.")


def is_too_much(versions: list[FileVersion]) -> bool:
    size = sum(version.document.size for version in versions)
    return len(versions) > MOST_FILES or size > MOST_BYTES


def read_versions(versions: VersionQuerySet) -> list[FileVersion]:
    """One more than a zip takes, at most."""
    rows = versions.select_related("document", "file__folder").order_by(*alphabetical("file__name"), "pk")
    return list(rows[: MOST_FILES + 1])


def zip_of(project: Project, versions: list[FileVersion]) -> ZipStream:
    """Its length is known before its first byte. It lists the files missing on the disk."""
    archive, names, root = new_archive(), Names(), safe(project.name)
    missing = []
    for version in versions:
        document, folder = version.document, version.file.folder
        place = f"{root}/{safe(folder.name)}" if folder else root
        extension = Path(document.name).suffix[:10]
        name = names.unique(place, document.name.removesuffix(extension), extension)
        if is_whole(document.file_path, document.size):
            archive.add(file_blocks(document.file_path), name, size=document.size)
        else:
            missing.append(name.partition("/")[2])
    context = {"project": project, "missing": missing}
    text = render_to_string("spaces/files/zip_readme.txt", context)
    archive.add(text.replace("\n", "\r\n"), f"{root}/{README}")
    return archive


TAB = "files"


@require_safe
def file_list(request: AgentRequest, reference: str) -> HttpResponse:
    """The folders, then the files that are in none."""
    return _files_page(request, space_of(request, reference=reference), None)


@require_safe
def folder_detail(request: AgentRequest, folder_reference: str) -> HttpResponse:
    folder, space = _folder(request, folder_reference)
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
            versions = actions.store(space.project, by=request.user, **form.cleaned_data)
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
    space = space_of(request, reference=reference)
    newest = FileVersion.objects.filter(file__project=space.project, file__removed_at=None).newest()
    versions = read_versions(newest)
    if is_too_much(versions):
        messages.error(request, TOO_MUCH)
        return redirect("spaces:file_list", space.project.reference)
    archive = zip_of(space.project, versions)
    return zip_response(request, archive, name=f"{safe(space.project.name)}.zip")


@require_safe
def folder_zip(request: AgentRequest, folder_reference: str) -> HttpResponseBase:
    folder, space = _folder(request, folder_reference)
    versions = read_versions(FileVersion.objects.filter(file__folder=folder, file__removed_at=None).newest())
    if is_too_much(versions):
        messages.error(request, TOO_MUCH)
        return redirect(folder)
    archive = zip_of(space.project, versions)
    return zip_response(request, archive, name=f"{safe(folder.name)}.zip")


@require_safe
def file_detail(request: AgentRequest, file_reference: str) -> HttpResponse:
    file, space = _file(request, file_reference)
    versions = file.versions.select_related("document", "stored_by")
    context = {
        "file": file,
        "newest": versions[0],
        "page": paginate(versions, request),
        "can_remove": actions.can_remove(request.user, file),
    }
    return space_page(request, space, TAB, "spaces/files/file_detail.html", context)


def held_file(request: AgentRequest, file_reference: str, version: int) -> Held:
    file, _ = _file(request, file_reference)
    held = get_object_or_404(file.versions.select_related("document"), number=version)
    return Held(held.document, file.name, file.get_absolute_url())


@atomic_post
def file_move(request: AgentRequest, file_reference: str) -> HttpResponse:
    file, space = _file(request, file_reference)
    space.check_write()
    lock_on_post(request, space.project, file)
    form = MoveForm(request.POST or None, project=space.project, initial=MoveForm.initial_for(file))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, "folder"):
            actions.move(file, by=request.user, **form.cleaned_data)
            messages.success(request, "Le fichier est déplacé.")
            return redirect(file)
    return space_page(request, space, TAB, "spaces/files/file_move.html", {"form": form, "file": file})


@require_POST
def file_remove(request: AgentRequest, file_reference: str) -> HttpResponse:
    """The button says which of the two it does: pressed twice, or on an old page, it never does the other."""
    file, space = _file(request, file_reference)
    is_removed = request.POST.get("geste") != "remettre"
    with refusals_as_messages(request):
        actions.set_removed(file, by=request.user, is_removed=is_removed)
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
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, "name"):
            folder, _ = create_once(
                Folder.objects.filter(project=space.project),
                form.cleaned_data["submission_key"],
                lambda key: actions.make_folder(
                    space.project, by=request.user, name=form.cleaned_data["name"], submission_key=key
                ),
            )
            messages.success(request, spaced(f"Le dossier « {folder} » est prêt."))
            return redirect(folder)
    return space_page(request, space, TAB, "spaces/files/folder_form.html", {"form": form})


@atomic_post
def folder_rename(request: AgentRequest, folder_reference: str) -> HttpResponse:
    folder, space = _folder(request, folder_reference)
    space.check_write()
    lock_on_post(request, space.project, folder)
    form = FolderRenameForm(request.POST or None, initial=FolderRenameForm.initial_for(folder))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, "name"):
            actions.rename_folder(folder, by=request.user, **form.cleaned_data)
            messages.success(request, "Le dossier est renommé.")
            return redirect(folder)
    context = {"form": form, "folder": folder}
    return space_page(request, space, TAB, "spaces/files/folder_form.html", context)


@require_POST
def folder_remove(request: AgentRequest, folder_reference: str) -> HttpResponse:
    folder, space = _folder(request, folder_reference)
    with refusals_as_messages(request):
        actions.remove_folder(folder, by=request.user)
        messages.success(request, "Le dossier est retiré.")
        return redirect("spaces:file_list", space.project.reference)
    return redirect(folder)


def _folder(request: AgentRequest, reference: str) -> tuple[Folder, Space]:
    folder = get_object_or_404(Folder.objects.visible_to(request.user), reference=reference)
    space = space_of(request, pk=folder.project_id)
    folder.project = space.project
    return folder, space


def _file(request: AgentRequest, reference: str) -> tuple[File, Space]:
    """404 for what one may not read, and for a removed file to those who may not restore it."""
    files = File.objects.visible_to(request.user).select_related("folder")
    file = get_object_or_404(files, reference=reference)
    space = space_of(request, pk=file.project_id)
    file.project = space.project
    if file.removed_at and not actions.can_remove(request.user, file):
        raise Http404
    return file, space
