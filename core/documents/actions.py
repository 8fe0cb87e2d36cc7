"""Staging, storing and erasing files, and having their text read again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from core.documents import policies, storage, tasks
from core.documents.inspection.detection import InspectedFile, inspect_file
from core.documents.limits import BY_TYPE, DEFAULT, Limits, size_label
from core.documents.metadata_removal import stripped_apart
from core.documents.models import Document, Upload
from core.documents.refusals import CannotStrip, Refused
from core.documents.upload_handler import StreamedFile
from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from core.web import locks
from core.web.locks import lock_row, locked
from core.web.public_ids import random_key

BLOCK = 1_048_576
MOST_WAITING = 40
MOST_WAITING_BYTES = 600_000_000


@transaction.atomic
def store(
    source: Path | IO[bytes],
    *,
    name: str,
    by: Agent | None,
    at: datetime | None = None,
    limits: Limits = DEFAULT,
    read_text: bool = True,
) -> Document:
    """Inspect a file and store a copy of it. Raises Refused (a ValidationError) with the reason.

    `by` may be None for what the intranet itself or nobody in particular brings. The file stands on the disk before
    the row; should the caller's transaction fail, `check_documents` finds it.
    """
    copy = storage.new_file()
    path = Path(copy.name)
    try:
        with copy:
            sha256, size = _copied(source, copy, largest=limits.largest)
        inspected = inspect_file(path, name, allowed=limits.kinds)
        return _document(
            path, inspected, size=size, sha256=sha256, by=by, at=at or timezone.now(), read_text=read_text
        )
    finally:
        storage.remove(path)


def store_bytes(data: bytes, *, name: str, by: Agent | None, **options: Any) -> Document:
    """`store` for what a loader made in memory, with its options."""
    return store(BytesIO(data), name=name, by=by, **options)


@transaction.atomic
def stage(file: StreamedFile, *, by: Agent, limits: Limits = DEFAULT) -> Upload:
    """Judge a file that has arrived and let it wait for its form. Raises Refused with the reason."""
    if file.refusal:
        raise Refused(file.refusal)
    _check_size(file.length, limits.largest)
    inspected = inspect_file(file.path, file.sent_name, allowed=limits.kinds)
    # One at a time for each agent, or the cap would be passed by many at once.
    lock_row(Agent, by.pk)
    waiting = list(Upload.objects.filter(agent=by, document=None).values_list("size", flat=True))
    if len(waiting) >= MOST_WAITING or sum(waiting) + file.length > MOST_WAITING_BYTES:
        raise Refused(
            f"Trop de fichiers attendent déjà leur formulaire ({len(waiting)}) : "
            "terminez un envoi commencé, ou revenez demain."
        )
    upload = Upload.objects.create(
        agent=by,
        name=inspected.name,
        size=file.length,
        content_type=inspected.kind.content_type,
        sha256=file.sha256,
        has_code=inspected.has_code,
        mended=" ".join(inspected.mended)[:500],
    )
    storage.sync(file.path)
    storage.place(file.path, upload.file_path)
    return upload


@transaction.atomic
def keep(upload: Upload, *, by: Agent, at: datetime | None = None, is_unsigned: bool = False) -> Document:
    """Make a document of what waited, in the caller's transaction; a second call gives the same document.

    `is_unsigned` takes the copy that `strip_ahead` made. Raises PermissionDenied for someone else's file or one that
    is gone.
    """
    held = locked(Upload.objects).filter(pk=upload.pk, agent=by).first()
    if held is None:
        raise PermissionDenied("Ce fichier n’attend plus : choisissez-le de nouveau.")
    if held.document is not None:
        return held.document
    at = at or timezone.now()
    try:
        if is_unsigned:
            document = store(held.unsigned_path, name=held.name, by=by, at=at)
        else:
            document = _document(
                held.file_path,
                InspectedFile(BY_TYPE[held.content_type], held.name, held.has_code),
                size=held.size,
                sha256=held.sha256,
                by=by,
                at=at,
                read_text=True,
            )
    except FileNotFoundError as error:
        raise PermissionDenied("Ce fichier n’attend plus : choisissez-le de nouveau.") from error
    held.document, held.kept_at = document, timezone.now()
    held.save(update_fields=["document", "kept_at"])
    upload.document = document
    # Only then: a transaction that fails leaves the file waiting.
    transaction.on_commit(_removal(held))
    return document


def strip_ahead(upload: Upload) -> None:
    """Copy a file that waits, without what names its author, for `keep`; or raise Refused.

    It may take a minute: call it outside any transaction, which would end for being idle.
    """
    if upload.document_id or upload.unsigned_path.exists():
        return
    try:
        content = stripped_content(upload.file_path, name=upload.name)
    except FileNotFoundError:
        # Kept or expired meanwhile: `keep` says so.
        return
    with storage.new_file() as copy:
        copy.write(content)
    Path(copy.name).replace(upload.unsigned_path)


def stripped_content(path: Path, *, name: str) -> bytes:
    """The file's bytes without what names its author. Raises Refused, or OSError; as slow as `strip_ahead`."""
    try:
        return stripped_apart(path.read_bytes())[1]
    except CannotStrip as refusal:
        raise Refused(spaced(f"« {name} » : {refusal}")) from refusal


@transaction.atomic
def discard(upload: Upload, *, by: Agent) -> None:
    """Remove a file that waits; someone else's is left alone."""
    held = locked(Upload.objects).filter(pk=upload.pk, agent=by, document=None).first()
    if held is not None:
        held.delete()
        transaction.on_commit(_removal(held))


@transaction.atomic
def forget(document: Document, *, by: Agent | None) -> None:
    """Erase a document for its owner (a photo withdrawn): the row, then the file once that is sure.

    Raises ProtectedError while something still points at it. The caller checks the right.
    """
    path = document.file_path
    with action_context("a effacé le document", by=by):
        document.delete()
    transaction.on_commit(lambda: _erase(path))


def forget_unheld(documents: Iterable[Document], *, by: Agent | None) -> None:
    """Erase those that nothing holds any more; the others stay."""
    for document in documents:
        with suppress(ProtectedError), transaction.atomic():
            forget(document, by=by)


@transaction.atomic
def read_again(document: Document, *, by: Agent) -> None:
    """An administrator asks the worker to try once more."""
    held = lock_row(Document, document.pk)
    if not policies.can_administer(by):
        raise PermissionDenied
    if not policies.can_read_again(by, held):
        raise ValidationError("Ce document attend déjà sa lecture, ou n’a pas de texte à lire.")
    held.text_state, held.text_error = Document.TextState.WAITING, ""
    held.save(update_fields=["text_state", "text_error"])
    tasks.defer_reading(held)


def _erase(path: Path) -> None:
    """A copy under way may still need the file, which `cleanup` then removes within the hour."""
    # Looked at after the commit: a copy that begins later does not see the row.
    if locks.is_held(storage.COPYING):
        storage.set_aside(path)
    else:
        storage.remove(path)


def _removal(upload: Upload) -> Callable[[], None]:
    def remove() -> None:
        storage.remove(upload.file_path)
        storage.remove(upload.unsigned_path)

    return remove


def _document(
    path: Path,
    inspected: InspectedFile,
    *,
    size: int,
    sha256: str,
    by: Agent | None,
    at: datetime | None,
    read_text: bool,
) -> Document:
    """The row and its file, from a whole file of ours at `path`, which stays."""
    state = Document.TextState.WAITING if inspected.kind.has_text else Document.TextState.NOT_READ
    document = Document(
        reference=random_key(),
        name=inspected.name,
        size=size,
        content_type=inspected.kind.content_type,
        sha256=sha256,
        has_code=inspected.has_code,
        stored_by=by,
        stored_at=at,
        text_state=state,
    )
    storage.place(path, document.file_path)
    try:
        with transaction.atomic(), action_context("a déposé le document", by=by):
            document.save(force_insert=True)
            if read_text and state == Document.TextState.WAITING:
                tasks.defer_reading(document)
    except BaseException:
        storage.remove(document.file_path)
        raise
    return document


def _copied(source: Path | IO[bytes], target: IO[bytes], *, largest: int) -> tuple[str, int]:
    """Copy, hash and count; the bytes are on the disk when it returns."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            return _copied(file, target, largest=largest)
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        size += len(block)
        _check_size(size, largest)
        digest.update(block)
        target.write(block)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _check_size(size: int, largest: int) -> None:
    if size > largest:
        raise Refused(f"Ce fichier dépasse {size_label(largest)}.")
    if not size:
        raise Refused("Ce fichier est vide.")
