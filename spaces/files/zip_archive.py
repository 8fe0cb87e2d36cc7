"""The newest versions of a space's files, or of one folder's, as one zip."""

from __future__ import annotations

from pathlib import Path

from django.template.loader import render_to_string
from zipstream import ZipStream

from core.people.models import Project
from core.people.ordering import alphabetical
from core.ui.french import spaced
from core.ui.zips import README, Names, file_blocks, is_whole, new_archive, safe
from spaces.models import FileVersion
from spaces.querysets import VersionQuerySet

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
