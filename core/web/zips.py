"""A zip made while it streams: nothing on the disk, little in memory, its length known before its first byte."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.text import Truncator
from zipstream import ZIP_STORED, ZipStream

from core.web.connections import release_connections

BLOCK = 131_072
README = "LISEZMOI.txt"
# Windows refuses these in a name; and no name of ours says anything to a terminal.
UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+')
LONGEST_NAME = 90


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


def new_archive() -> ZipStream:
    """Files are added as blocks with their size: `archive.add(file_blocks(path), name, size=size)`."""
    return ZipStream(compress_type=ZIP_STORED, sized=True)


def file_blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def is_whole(path: Path, size: int) -> bool:
    """Whether the file is there, and as long as it should be."""
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def zip_of(
    files: Iterable[tuple[str, Path, int]], root: str, readme: str, context: Mapping[str, Any]
) -> ZipStream:
    """A zip of files by their names, paths and sizes, whose length is known before its first byte.

    The text of the template `readme`, at the root, lists the files that are `missing` on the disk.
    """
    archive, missing = new_archive(), []
    for name, path, size in files:
        if is_whole(path, size):
            archive.add(file_blocks(path), name, size=size)
        else:
            missing.append(name.partition("/")[2])
    text = render_to_string(readme, {**context, "missing": missing})
    archive.add(text.replace("\n", "\r\n"), f"{root}/{README}")
    return archive


def streamed(archive: ZipStream) -> Iterator[bytes]:
    # The page's transaction is over; a slow client must not keep its connection from the others.
    release_connections()
    yield from archive


def zip_response(request: HttpRequest, archive: ZipStream, *, name: str) -> StreamingHttpResponse:
    """`name` ends with « .zip »; the caller has checked the right, and no connection is held while it leaves."""
    length = len(archive)
    # The middleware shows a HEAD to views as a GET; the server's own variables keep the method.
    is_head = request.META.get("REQUEST_METHOD") == "HEAD"
    response = StreamingHttpResponse(
        iter(()) if is_head else streamed(archive), content_type="application/zip"
    )
    response.headers["Content-Length"] = str(length)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response
