"""A session as one zip."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string
from zipstream import ZipStream

from core.documents.models import Document
from core.ui.zips import README, Names, file_blocks, is_whole, new_archive
from deliberations.models import Annex, CouncilSession, Deliberation


@dataclass(frozen=True)
class Member:
    """A file of the zip: its name there, where it lies, and how many bytes it should have."""

    name: str
    path: Path
    size: int


def name_of(session: CouncilSession) -> str:
    return f"conseil-{session.slug}.zip"


def members_of(session: CouncilSession) -> list[Member]:
    """The files of a session: each text, and a folder of annexes beside it; two statements."""
    names, root = Names(), f"Conseil {session.slug}"
    members: list[Member] = []
    annexes: dict[int, list[Annex]] = {}
    for annex in Annex.objects.filter(deliberation__session=session).select_related("document"):
        annexes.setdefault(annex.deliberation_id, []).append(annex)
    deliberations = session.deliberations.select_related("text").only("number", "object", "position", "text")
    for deliberation in deliberations.order_by("position"):
        title = _title(deliberation)
        if deliberation.text:
            members.append(
                _member(names.unique(root, title, _extension(deliberation.text)), deliberation.text)
            )
        mine = annexes.get(deliberation.pk, [])
        folder = names.unique(root, f"{_number(deliberation)} annexes", "") if mine else ""
        for annex in mine:
            name = names.unique(folder, f"{annex.position} {annex.title}", _extension(annex.document))
            members.append(_member(name, annex.document))
    return members


def zip_of(session: CouncilSession, members: list[Member]) -> ZipStream:
    """A zip whose length is known before its first byte: `len(zip_of(…))`. It lists the files missing on the disk."""
    archive = new_archive()
    missing = []
    for member in members:
        if is_whole(member.path, member.size):
            archive.add(file_blocks(member.path), member.name, size=member.size)
        else:
            missing.append(member.name.partition("/")[2])
    archive.add(_readme(session, missing), f"Conseil {session.slug}/{README}")
    return archive


def _readme(session: CouncilSession, missing: list[str]) -> str:
    text = render_to_string("deliberations/zip_readme.txt", {"session": session, "missing": missing})
    return text.replace("\n", "\r\n")


def _member(name: str, document: Document) -> Member:
    return Member(name, document.file_path, document.size)


def _title(deliberation: Deliberation) -> str:
    return f"{_number(deliberation)} {deliberation.object}"


def _number(deliberation: Deliberation) -> str:
    return deliberation.number or f"sans numéro {deliberation.position}"


def _extension(document: Document) -> str:
    return Path(document.name).suffix.lower()[:10]
