"""Files as they arrive: written to the disk while they stream, counted and hashed, for people who are signed in."""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from core.documents import storage
from core.documents.limits import LARGEST, size_label
from core.french import spaced
from core.web.connections import release_connections

# One request may bring several files; the rest is read and dropped, so that the browser gets the answer.
LARGEST_REQUEST = 2 * LARGEST
# Beyond, the connection is cut: such a file is not a document.
LARGEST_DRAINED = 4 * LARGEST
LARGEST_DRAINED_FROM_STRANGERS = 20_000_000
NOWHERE = Path(os.devnull)


class StreamedFile(UploadedFile):
    """A file that has arrived, whole or refused; its bytes are on the disk until the request ends.

    `refusal` says why it was not kept (too large, disk full). `staged` is the Upload that a form made of it, so that
    the form shown again knows it.
    """

    def __init__(self, arrival: Arrival, name: str, *, size: int, sha256: str, refusal: str = "") -> None:
        super().__init__(arrival.file, name, "application/octet-stream", size)
        self.path, self.length, self.sha256 = arrival.path, size, sha256
        self.sent_name = name
        self.staged: Any = None
        self._arrival, self._refusal = arrival, refusal

    @property
    def refusal(self) -> str:
        if self._arrival.file.closed and not self._refusal:
            return "L’envoi s’est interrompu : choisissez de nouveau vos fichiers."
        return self._refusal

    def close(self) -> None:
        self._arrival.close()


class Arrival:
    """An open file of our own, gone once closed; or nothing, where nothing can be written."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.path = Path(getattr(file, "name", NOWHERE))

    def close(self) -> None:
        # What is left to write would fail again on a full disk.
        with suppress(OSError):
            self.file.close()
        if self.path != NOWHERE:
            storage.remove(self.path)


class Arrivals(list[Arrival]):
    """All the files of one request."""

    def close(self) -> None:
        for arrival in self:
            arrival.close()


class DiskUploadHandler(FileUploadHandler):
    """Django's upload handler for every form of the site."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._total = self._heard = 0
        # Under this name Django closes them when it stops a request midway; the middleware does at its end.
        self.file = Arrivals()

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        self.content_length = content_length

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        if self.request is None or not self.request.user.is_authenticated:
            if (self.content_length or 0) > LARGEST_DRAINED_FROM_STRANGERS:
                raise StopUpload(connection_reset=True)
            raise SkipFile
        # A slow sender holds no connection to the database.
        release_connections()
        self._sent_name, self._size, self._refusal, self._hash = file_name, 0, "", hashlib.sha256()
        try:
            self.file.append(Arrival(storage.new_file()))
        except OSError as error:
            self.file.append(Arrival(BytesIO()))
            self._refusal = _disk_words(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._heard += len(raw_data)
        if self._heard > LARGEST_DRAINED:
            raise StopUpload(connection_reset=True)
        if self._refusal:
            return
        self._size += len(raw_data)
        self._total += len(raw_data)
        if self._size > LARGEST:
            self._refuse(f"Ce fichier dépasse {size_label(LARGEST)}.")
        elif self._total > LARGEST_REQUEST:
            most = size_label(LARGEST_REQUEST)
            self._refuse(spaced(f"Cet envoi dépasse {most} en tout : envoyez les fichiers un à un."))
        else:
            self._hash.update(raw_data)
            self._write(raw_data)

    def file_complete(self, file_size: int) -> StreamedFile:
        if not self._refusal:
            self._write(b"", is_last=True)
        digest = self._hash.hexdigest()
        return StreamedFile(
            self.file[-1], self._sent_name, size=self._size, sha256=digest, refusal=self._refusal
        )

    def upload_interrupted(self) -> None:
        self.file.close()

    def _write(self, data: bytes, *, is_last: bool = False) -> None:
        try:
            self.file[-1].file.write(data)
            if is_last:
                self.file[-1].file.flush()
        except OSError as error:
            self._refuse(_disk_words(error))

    def _refuse(self, reason: str) -> None:
        """Keep the reason and give the room back at once; the rest is read, so that the answer is heard."""
        self._refusal = reason
        with suppress(OSError):
            self.file[-1].file.truncate(0)


def _disk_words(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Le disque du serveur est plein : le fichier n’a pas pu être gardé. Prévenez le service informatique."
    return "Le serveur n’a pas pu écrire ce fichier. Prévenez le service informatique."
