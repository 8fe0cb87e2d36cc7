"""A session as one zip, made while it streams: nothing on the disk, little in memory."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.text import Truncator
from zipstream import ZIP_STORED, ZipStream

from core.documents.models import Document
from core.ui.connections import release_connections
from deliberations.models import Annex, CouncilSession, Deliberation

BLOCK = 131_072
README = "LISEZMOI.txt"
# Windows refuses these in a name; and no name of ours says anything to a terminal.
UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+')
LONGEST_NAME = 90


@dataclass(frozen=True)
class Member:
    """A file of the zip: its name there, where it lies, and how many bytes it should have."""

    name: str
    path: Path
    size: int


class Names:
    """Each name once in its folder, whatever the case: half of the town's machines see no case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, folder: str, stem: str, extension: str) -> str:
        stem = safe(stem)
        name, rank = f"{folder}/{stem}{extension}", 2
        while name.casefold() in self._taken:
            name, rank = f"{folder}/{stem} ({rank}){extension}", rank + 1
        self._taken.add(name.casefold())
        return name


def safe(name: str) -> str:
    """A name that every system unpacks: no separator, no control character, no dot or space at its ends."""
    name = unicodedata.normalize("NFC", name)
    name = " ".join(UNSAFE.sub(" ", name).split())
    return Truncator(name).chars(LONGEST_NAME, truncate="…").strip(". ") or "sans nom"


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
    archive = ZipStream(compress_type=ZIP_STORED, sized=True)
    missing = []
    for member in members:
        if _is_whole(member):
            archive.add(_blocks(member.path), member.name, size=member.size)
        else:
            missing.append(member.name.partition("/")[2])
    archive.add(_readme(session, missing), f"Conseil {session.slug}/{README}")
    return archive


def streamed(archive: ZipStream) -> Iterator[bytes]:
    # The page's transaction is over; a slow client must not keep its connection from the others.
    release_connections()
    yield from archive


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _is_whole(member: Member) -> bool:
    try:
        return member.path.stat().st_size == member.size
    except OSError:
        return False


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
