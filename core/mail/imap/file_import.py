"""Imports messages from files (.eml, mbox, Maildir): they are processed like mails that arrive. Files may be huge."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import DatabaseError

from core.mail.imap import storage
from core.mail.imap.storage import FetchedMessage
from core.ui.french import NBSP

BATCH_MESSAGES = 100
BATCH_BYTES = 4 * 1024 * 1024
# What begins a message in an mbox: « From nobody Thu Nov 26 09:00:00 2026 », after an empty line.
FROM_LINE = re.compile(
    rb"From \S* *(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d"
)
# Programs put a « > » before a line of the text that begins as such a line (mboxrd: before those that have some too).
QUOTED_FROM = re.compile(rb">+From ")
HEADER = re.compile(rb"[!-9;-~]{1,200}[ \t]*:")
EMPTY_LINES = (b"\n", b"\r\n")
OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# One line: longer ones come in pieces.
LINE_BYTES = 1024 * 1024
OS_TROUBLES: dict[type[OSError], str] = {
    FileNotFoundError: "il n’y a rien à cet endroit",
    NotADirectoryError: "ce chemin passe par un fichier",
    PermissionError: "vous n’avez pas le droit de l’ouvrir",
}


class NotImportable(Exception):
    """This file, or this message in it, is not imported; says why in French, without its name."""


@dataclass
class Imported:
    """Messages read, new and already there."""

    read: int = 0
    new: int = 0
    known: int = 0


def import_file(path: Path, total: Imported) -> Iterator[str]:
    """Import the file and add to `total`; yields a sentence for each refusal. Raises nothing of its own."""
    batch: list[FetchedMessage] = []
    weight = 0
    try:
        for found in messages_of(path):
            if isinstance(found, str):
                yield f"{display_path(path)}{NBSP}: {found}"
                continue
            batch.append(found)
            weight += found.size
            if len(batch) >= BATCH_MESSAGES or weight >= BATCH_BYTES:
                yield from store_batch(batch, total)
                batch, weight = [], 0
    except NotImportable as error:
        yield f"{display_path(path)}{NBSP}: {error}"
    except OSError as error:
        yield f"{display_path(path)}{NBSP}: {OS_TROUBLES.get(type(error), error.strerror or str(error))}"
    yield from store_batch(batch, total)


def store_batch(batch: list[FetchedMessage], total: Imported) -> Iterator[str]:
    """Store the batch, or, when the database refuses it, each message that it can. Raises MailboxError when none."""
    if not batch:
        return
    try:
        new = storage.store_from_files(batch)
    except DatabaseError as error:
        if trouble := storage.server_error(error):
            raise trouble from error
        if len(batch) == 1:
            yield f"{batch[0].source}{NBSP}: la base de données refuse{NBSP}: {storage.database_words(error)}"
            return
        for message in batch:
            yield from store_batch([message], total)
        return
    total.read += len(batch)
    total.new += new
    total.known += len(batch) - new


def messages_of(path: Path) -> Iterator[FetchedMessage | str]:
    """Each message, or a sentence about one that is refused. Raises NotImportable and OSError for the whole file."""
    kind = path.stat().st_mode
    if stat.S_ISDIR(kind):
        yield from maildir(path)
        return
    if not stat.S_ISREG(kind):
        raise NotImportable("ce n’est pas un fichier")
    with path.open("rb") as file:
        begin = file.read(LINE_BYTES)
        file.seek(0)
        if FROM_LINE.match(begin):
            yield from mbox(file, path)
        else:
            yield single_message(file, begin, display_path(path))


def single_message(file: BinaryIO, begin: bytes, source: str) -> FetchedMessage:
    """A file that is one message. Raises NotImportable."""
    size = os.fstat(file.fileno()).st_size
    if not begin.strip():
        raise NotImportable("le fichier est vide")
    if begin.startswith(OUTLOOK):
        raise NotImportable("c’est un message au format d’Outlook (.msg). Enregistrez-le en .eml")
    if not HEADER.match(begin.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")):
        raise NotImportable(
            "cela ne ressemble pas à un message (il faut un .eml, un mbox ou un dossier Maildir)"
        )
    check_size(size)
    content = file.read(settings.MAIL_LARGEST + 1)
    # It may have grown since.
    check_size(len(content))
    return FetchedMessage(content, size=len(content), source=source)


def display_path(path: Path | str) -> str:
    """A name that is not UTF-8 can be neither printed nor kept."""
    return os.fsencode(path).decode("utf-8", "replace")


def check_size(size: int) -> None:
    if size > settings.MAIL_LARGEST:
        megabytes = settings.MAIL_LARGEST // (1024 * 1024)
        raise NotImportable(f"le message dépasse {megabytes}{NBSP}Mo (MAIL_LARGEST_MB)")


def maildir(folder: Path) -> Iterator[FetchedMessage | str]:
    """A folder with `new` and `cur`; its subfolders are other Maildirs."""
    if not (folder / "cur").is_dir() and not (folder / "new").is_dir():
        raise NotImportable("ce dossier n’est pas un Maildir (il n’a ni cur ni new)")
    for name in ("cur", "new"):
        if not (folder / name).is_dir():
            continue
        with os.scandir(folder / name) as entries:
            for entry in entries:
                yield from maildir_message(Path(entry.path))


def maildir_message(path: Path) -> Iterator[FetchedMessage | str]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return
        with path.open("rb") as file:
            begin = file.read(LINE_BYTES)
            file.seek(0)
            yield single_message(file, begin, display_path(path))
    except NotImportable as error:
        yield f"{display_path(path.name)}{NBSP}: {error}"
    except OSError as error:
        yield f"{display_path(path.name)}{NBSP}: {OS_TROUBLES.get(type(error), error.strerror or str(error))}"


def mbox(file: BinaryIO, path: Path) -> Iterator[FetchedMessage | str]:
    """Read one message at a time, whatever the size of the file; a message that is too large is skipped."""
    lines: list[bytes] = []
    number = size = 0
    # A line may come in pieces: only its first can be what it looks like.
    is_begun, is_after_empty = False, True
    while line := file.readline(LINE_BYTES):
        if is_after_empty and not is_begun and FROM_LINE.match(line):
            if number:
                yield mbox_message(lines, size, path, number)
            number, lines, size, is_after_empty = number + 1, [], 0, False
            is_begun = not line.endswith(b"\n")
            continue
        is_after_empty = not is_begun and line in EMPTY_LINES
        if not is_begun and QUOTED_FROM.match(line):
            line = line[1:]
        is_begun = not line.endswith(b"\n")
        size += len(line)
        if size <= settings.MAIL_LARGEST:
            lines.append(line)
        else:
            lines = []
    yield mbox_message(lines, size, path, number)


def mbox_message(lines: list[bytes], size: int, path: Path, number: int) -> FetchedMessage | str:
    where = f"message n°{NBSP}{number}"
    try:
        check_size(size)
    except NotImportable as error:
        return f"{where}{NBSP}: {error}"
    # The empty line before the next « From » is the mbox's.
    if lines and lines[-1] in EMPTY_LINES:
        lines.pop()
    content = b"".join(lines)
    if not content.strip():
        return f"{where}{NBSP}: il est vide"
    return FetchedMessage(content, size=len(content), source=f"{display_path(path)}, {where}")
