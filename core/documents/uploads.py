"""Files as they arrive: written to the disk while they stream, counted and hashed, for people who are signed in."""

from __future__ import annotations

import errno
import hashlib
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from core.documents import places
from core.documents.limits import LARGEST, size_label
from core.ui.french import NBSP

# One request may bring several files; what comes beyond is read and thrown away, so that the answer is heard.
LARGEST_REQUEST = 2 * LARGEST
# Beyond, the connection is cut: nobody mistakes such a file for a document.
LONGEST_HEARD = 4 * LARGEST
STRANGERS_HEARD = 5_000_000


class StreamedFile(UploadedFile):
    """A file that has arrived, whole or refused; its bytes are on the disk until the request ends.

    `refusal` says why it was not kept (too large, disk full); `path` is then empty. `staged` is the Upload that a
    form made of it, so that the form shown again knows it.
    """

    def __init__(
        self, file: IO[bytes], name: str, *, path: Path, size: int, sha256: str, refusal: str = ""
    ) -> None:
        super().__init__(file, name, "application/octet-stream", size)
        self.path, self.sha256, self.refusal = path, sha256, refusal
        self.sent_name = name
        self.staged: Any = None

    def close(self) -> None:
        super().close()
        places.remove(self.path)


class DiskHandler(FileUploadHandler):
    """Django's upload handler for every form of the site."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._total = 0
        self._heard = 0
        self._file: IO[bytes] | None = None
        self._sent_name = ""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        if self.request is None or not self.request.user.is_authenticated:
            if (self.content_length or 0) > STRANGERS_HEARD:
                raise StopUpload(connection_reset=True)
            raise SkipFile
        self._size, self._refusal, self._hash = 0, "", hashlib.sha256()
        self._sent_name = file_name
        try:
            self._file = places.new_file()
        except OSError as error:
            self._refusal = _disk_words(error)

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        self.content_length = content_length

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._heard += len(raw_data)
        if self._heard > LONGEST_HEARD:
            raise StopUpload(connection_reset=True)
        if self._refusal or self._file is None:
            return
        self._size += len(raw_data)
        self._total += len(raw_data)
        if self._size > LARGEST:
            self._refuse(f"Ce fichier dépasse {size_label(LARGEST)}.")
        elif self._total > LARGEST_REQUEST:
            self._refuse(
                f"Cet envoi dépasse {size_label(LARGEST_REQUEST)} en tout{NBSP}: envoyez les fichiers un à un."
            )
        else:
            try:
                self._file.write(raw_data)
            except OSError as error:
                self._refuse(_disk_words(error))
            self._hash.update(raw_data)

    def file_complete(self, file_size: int) -> StreamedFile | None:
        file, self._file = self._file, None
        if file is None:
            return None
        if not self._refusal:
            try:
                file.flush()
            except OSError as error:
                self._file = file
                self._refuse(_disk_words(error))
        return StreamedFile(
            file,
            self._sent_name,
            path=Path(file.name),
            size=self._size,
            sha256=self._hash.hexdigest(),
            refusal=self._refusal,
        )

    def upload_interrupted(self) -> None:
        if self._file is not None:
            self._file.close()
            places.remove(Path(self._file.name))
            self._file = None

    def _refuse(self, reason: str) -> None:
        """Keep the reason and give the room back at once."""
        self._refusal = reason
        if self._file is not None:
            with suppress(OSError):
                self._file.truncate(0)


def _disk_words(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Le disque du serveur est plein : le fichier n’a pas pu être gardé. Prévenez le service informatique."
    return "Le serveur n’a pas pu écrire ce fichier. Prévenez le service informatique."
