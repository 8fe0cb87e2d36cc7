from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from typing import IO

from django.conf import settings

FOLDER_MODE = 0o750
# The lock (core.web.locks) of who copies the files that a snapshot names: none of them leaves the disk meanwhile.
COPYING = "documents.copying"
# Readable by the web server's group, which sends the bytes in production.
FILE_MODE = 0o640


def root() -> Path:
    return Path(settings.DOCUMENTS_DIR)


def arriving() -> Path:
    """Return the folder where bytes arrive; on the same disk, so that a move is instant."""
    return _folder(root() / "arriving")


def staged() -> Path:
    """Return the folder of files that wait for their form."""
    return _folder(root() / "staged")


def left_path(path: Path) -> Path:
    """Return the place of an erased file while files are copied (`COPYING`), which deploy/backup copies last."""
    return root() / "withdrawn" / path.name


def document_path(sha256: str, reference: str) -> Path:
    return root() / "stored" / relative(sha256, reference)


def relative(sha256: str, reference: str) -> str:
    """« ab/cd/abcd…-reference »: no folder grows too long."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}-{reference}"


def new_file() -> IO[bytes]:
    """An open file of its own in `arriving()`, which its user closes and moves or removes."""
    descriptor, name = tempfile.mkstemp(dir=arriving())
    os.fchmod(descriptor, FILE_MODE)
    os.close(descriptor)
    # Opened again by its name, which the descriptor alone does not tell.
    return Path(name).open("r+b")


def opened(path: Path) -> BufferedReader:
    """For reading: a regular file alone, where a FIFO would make its reader wait for ever. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "n’est pas un fichier ordinaire", str(path))
    return os.fdopen(descriptor, "rb")


def place(source: Path, target: Path) -> None:
    """Give a whole file its lasting name. Raises FileExistsError rather than replace anything."""
    made = _missing(target.parent)
    _folder(target.parent)
    # A link never overwrites, where a rename would.
    os.link(source, target)
    for folder in {target.parent, *(folder.parent for folder in made)}:
        sync(folder)


def sync(path: Path) -> None:
    """The file's bytes, or the folder's list of names, are on the disk when it returns."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()


def set_aside(path: Path) -> None:
    with suppress(FileNotFoundError):
        _folder(root() / "withdrawn")
        path.rename(left_path(path))


def _folder(path: Path) -> Path:
    path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    return path


def _missing(folder: Path) -> list[Path]:
    """The folders that are still to be made, down to this one."""
    return [each for each in (folder, *folder.parents) if not each.exists()]
